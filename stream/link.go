package stream

import (
	"net/url"
	"slices"
	"strings"
)

// link is one value of a Link field (RFC 8288, section 3).
type link struct {
	target string
	rels   []string // of the first rel parameter, which alone counts
	anchor *string  // that the link is of, nil where it is of the page
}

// is reports whether the link has the relation to the page at u.
func (l link) is(rel string, u *url.URL) bool {
	return slices.ContainsFunc(l.rels, func(r string) bool { return strings.EqualFold(r, rel) }) && l.isOf(u)
}

// isOf reports whether the page at u is what the link leads away from: the anchor of
// a link may be another page, or a part of this one (RFC 8288, section 3.2).
func (l link) isOf(u *url.URL) bool {
	if l.anchor == nil {
		return true
	}
	if u == nil {
		return false
	}
	at, err := u.Parse(*l.anchor)
	return err == nil && at.Fragment == "" && withoutFragment(at) == withoutFragment(u)
}

// parseLinks reads a Link field as leniently as servers write it (appendix B.3):
// empty elements and a comma at the end count for nothing.
func parseLinks(field string) (all []link) {
	for rest := field; ; {
		_, after, ok := strings.Cut(rest, "<")
		if !ok {
			return all
		}
		target, params, ok := strings.Cut(after, ">")
		if !ok {
			return all
		}
		l := link{target: strings.TrimSpace(target)}
		rest = l.parseParams(params)
		all = append(all, l)
	}
}

// parseParams reads the parameters of l, and returns what follows the comma after
// them. Of two with the same name the first counts.
func (l *link) parseParams(s string) (rest string) {
	for {
		s = strings.TrimLeft(s, " \t;")
		if s == "" || s[0] == ',' {
			return s
		}
		var name, value string
		name, value, s = parseParam(s)
		switch {
		case l.rels == nil && strings.EqualFold(name, "rel"):
			l.rels = strings.Fields(value)
		case l.anchor == nil && strings.EqualFold(name, "anchor"):
			l.anchor = &value
		}
	}
}

func parseParam(s string) (name, value, rest string) {
	end := strings.IndexAny(s, "=;,")
	if end < 0 {
		return strings.TrimSpace(s), "", ""
	}
	name, rest = strings.TrimSpace(s[:end]), s[end:]
	if rest[0] != '=' {
		return name, "", rest
	}
	rest = strings.TrimLeft(rest[1:], " \t")
	if strings.HasPrefix(rest, `"`) {
		value, rest = quoted(rest[1:])
		return name, value, rest
	}
	if end = strings.IndexAny(rest, ";,"); end < 0 {
		end = len(rest)
	}
	return name, strings.TrimSpace(rest[:end]), rest[end:]
}

// quoted reads a quoted string behind its first quote (RFC 9110, section 5.6.4).
func quoted(s string) (value, rest string) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return b.String(), s[i+1:]
		case s[i] == '\\' && i+1 < len(s):
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String(), ""
}
