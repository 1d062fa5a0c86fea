// Package printable makes foreign text fit for a line of a log or a terminal.
package printable

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line returns s on one line and without a character that a terminal may obey
// or a reader cannot see. A control character becomes a space. Every other
// character that is not printable (marks of text direction, line and paragraph
// separators, private use) is written as in a Go string, \u202e. A byte that is
// not UTF-8 becomes U+FFFD. A string without any of them is returned as it is.
func Line(s string) string {
	for i, r := range s {
		if !ok(r) || r == utf8.RuneError {
			return string(appendLine(append(make([]byte, 0, len(s)+16), s[:i]...), s[i:]))
		}
	}
	return s
}

// Is reports whether [Line] returns s as it is.
func Is(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !ok(r) }) < 0 && utf8.ValidString(s)
}

// ok reports whether r is printed as it is.
func ok(r rune) bool { return r == ' ' || unicode.IsPrint(r) }

func appendLine(dst []byte, s string) []byte {
	for _, r := range s {
		switch {
		case ok(r):
			dst = utf8.AppendRune(dst, r)
		case unicode.IsControl(r):
			dst = append(dst, ' ')
		default:
			quoted := strconv.QuoteRuneToASCII(r) // '\u202e', with its quotes
			dst = append(dst, quoted[1:len(quoted)-1]...)
		}
	}
	return dst
}
