package printable

import (
	"fmt"
	"strings"
)

// Escaped is [Line] without loss: every character that is not printable is an
// escape, control characters too: \u001b, \u202e. A byte that is not UTF-8 becomes
// U+FFFD.
func Escaped(s string) string {
	if Is(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case ok(r):
			b.WriteRune(r)
		case r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	return b.String()
}
