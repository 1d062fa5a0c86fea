package logging

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// printable is s in one line that a terminal shows and does not obey: what is
// neither printable nor a space is an escape: \u001b, \u202e.
func printable(s string) string {
	if strings.IndexFunc(s, hides) < 0 && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case !hides(r):
			b.WriteRune(r)
		case r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	return b.String()
}

// hides reports whether r cannot be seen or is more than a character.
func hides(r rune) bool { return r != ' ' && !unicode.IsPrint(r) }
