package redact

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const space = " \t\n\f\r"

// textPairs hides the values of sensitive names. The value of another name may
// itself hold pairs, so the search goes on behind the separator.
func (m Masker) textPairs(s string) string {
	var b strings.Builder
	done, from := 0, 0 // s is written up to done; the next name begins at from or later
	for i := next(s, 0); i < len(s); i = next(s, i) {
		var secret bool
		var start, size int
		var name, quote string
		if s[i] == '<' {
			name, start, size = m.element(s, i)
			secret = size > 0
		} else {
			name, start = nameBefore(s, from, i), afterSeparator(s, i)
			query := s[i] == '=' && inQuery(s, i-len(name))
			secret = name != "" && m.textName(name, query)
			if secret {
				size, quote = valueOf(s[start:], query)
				secret = size > 0
			}
		}
		if i, from = start, start; !secret {
			continue
		}
		i, from = start+size, start+size
		value := strings.Trim(s[start:i], quote)
		b.WriteString(s[done:start])
		b.WriteString(quote)
		b.WriteString(m.hide(name, value))
		b.WriteString(quote)
		done = i
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// next is the offset of the next separator in s from i on, len(s) if there is
// none.
func next(s string, i int) int {
	if at := strings.IndexAny(s[i:], "=:<"); at >= 0 {
		return i + at
	}
	return len(s)
}

func (m Masker) textName(name string, query bool) bool {
	name = unescaped(name)
	return query && m.Names.Param(name) || m.Names.Sensitive(name)
}

// nameBefore is the name in s that ends before the separator at i, its quotes
// aside, and begins at from or later.
func nameBefore(s string, from, i int) string {
	s = strings.TrimRight(s[from:i], space)
	if s != "" && (s[len(s)-1] == '"' || s[len(s)-1] == '\'') {
		s = strings.TrimSuffix(s[:len(s)-1], `\`)
	}
	start := len(s)
	for start > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:start])
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) && !strings.ContainsRune("_.[]%+-", r) {
			break
		}
		start -= size
	}
	return s[start:]
}

// afterSeparator is the offset behind the separator at i and the space that
// follows.
func afterSeparator(s string, i int) int {
	if i++; s[i-1] == '=' && i < len(s) && s[i] == '>' {
		i++
	}
	for i < len(s) && strings.IndexByte(space, s[i]) >= 0 {
		i++
	}
	return i
}

// inQuery reports whether a name that begins at start is one of a query.
func inQuery(s string, start int) bool {
	return start > 0 && (s[start-1] == '?' || s[start-1] == '&')
}

// valueOf returns the length of the value at the beginning of s, and its quote:
// up to the closing one, or the rest of the line up to the next pair of a query.
func valueOf(s string, query bool) (size int, quote string) {
	if s == "" || s[0] != '"' && s[0] != '\'' {
		ends := "\r\n&"
		if query {
			ends = "\r\n&\"'<>"
		}
		if i := strings.IndexAny(s, ends); i >= 0 {
			return i, ""
		}
		return len(s), ""
	}
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case s[0]:
			return i + 1, s[:1]
		}
	}
	return len(s), s[:1]
}

// element returns the name of the element whose tag begins at i, and where its
// content begins. size is the length of the content if the name is sensitive:
// up to the end tag, or all that is left.
func (m Masker) element(s string, i int) (name string, start, size int) {
	name = s[i+1:]
	if end := strings.IndexFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !strings.ContainsRune(":._-", r)
	}); end >= 0 {
		name = name[:end]
	}
	start = i + 1
	if name == "" || !m.Names.Sensitive(name) {
		return name, start, 0
	}
	end := strings.IndexAny(s[start:], "<>")
	if end < 0 || s[start+end] != '>' || s[start+end-1] == '/' {
		return name, start, 0
	}
	start += end + 1
	if size = strings.Index(s[start:], "</"+name); size < 0 {
		size = len(s) - start
	}
	return name, start, size
}
