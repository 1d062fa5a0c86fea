package redact

import "slices"

// Names decides which names promise a secret: the built-in ones, and those that
// were added. The nil Names has the built-in ones only. A Names does not change;
// it is safe for concurrent use.
type Names struct {
	added []string // in lower case, without separators
}

// NewNames returns the built-in names and these. A name is the same in any case,
// and with or without '-', '_' and spaces.
func NewNames(names ...string) *Names { return (*Names)(nil).With(names...) }

// With returns the names of n and these. n itself does not change.
func (n *Names) With(names ...string) *Names {
	out := &Names{}
	if n != nil {
		out.added = slices.Clone(n.added)
	}
	for _, name := range names {
		if flat := string(flatten(nil, appendWords(nil, name), "")); flat != "" && !slices.Contains(out.added, flat) {
			out.added = append(out.added, flat)
		}
	}
	if len(out.added) == 0 {
		return nil
	}
	return out
}

// Sensitive reports whether a header, JSON or XML name promises a secret. It
// does if a part of it does, as in user[password] and card.pin.
func (n *Names) Sensitive(name string) bool { return n.secret(name, false) }

// Param reports whether the name of a query parameter or a form field promises a
// secret: that is [Names.Sensitive], and the code of OAuth (RFC 6749, section
// 4.1.2), which in JSON would be the code of an error.
func (n *Names) Param(name string) bool { return n.secret(name, true) }

func (n *Names) secret(name string, param bool) bool {
	var a, b [96]byte // no name that is met every day is longer
	split := appendWords(a[:0], name)
	flat := flatten(b[:0], split, ".")
	if n != nil && n.adds(flat) {
		return true
	}
	if param && string(flat) == "code" {
		return true
	}
	return secretParts(flat) || secretWords(split)
}

// adds reports whether flat, or one of its parts, is a name that was added.
func (n *Names) adds(flat []byte) bool {
	for _, name := range n.added {
		if sameWithoutDots(flat, name) {
			return true
		}
		for part, rest := nextPart(flat); part != nil; part, rest = nextPart(rest) {
			if string(part) == name {
				return true
			}
		}
	}
	return false
}

func sameWithoutDots(flat []byte, name string) bool {
	for _, c := range flat {
		if c == '.' {
			continue
		}
		if name == "" || name[0] != c {
			return false
		}
		name = name[1:]
	}
	return name == ""
}
