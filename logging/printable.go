package logging

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// printable returns s in one line without characters that a terminal obeys: each that
// is neither printable nor a space is an escape such as \u001b or \u202e.
func printable(s string) string {
	if strings.IndexFunc(s, unprintable) < 0 && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case !unprintable(r):
			b.WriteRune(r)
		case r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	return b.String()
}

// unprintable reports whether r is not printable.
func unprintable(r rune) bool { return r != ' ' && !unicode.IsPrint(r) }
