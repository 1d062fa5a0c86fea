package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// printable writes out the control characters of a text, which a terminal would
// obey, and the bytes that are not UTF-8. Tabs and line ends stay.
func printable(text string) string {
	var b strings.Builder
	for i, r := range text {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], string(utf8.RuneError)):
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case unicode.IsControl(r) && r != '\t' && r != '\n':
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// printing writes out the control characters of a text.
type printing struct{ to io.Writer }

func (w printing) Write(p []byte) (int, error) {
	if _, err := io.WriteString(w.to, printable(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

var errControl = errors.New("the body has control characters, which a terminal obeys: write it to a file with -o FILE, or print it as it is with -o -")

// textOnly passes a body to a terminal until it has a control character.
type textOnly struct {
	to   io.Writer
	last byte
}

func (t *textOnly) Write(p []byte) (int, error) {
	for _, b := range p {
		c1 := t.last == 0xc2 && 0x80 <= b && b <= 0x9f // U+0080 to U+009F
		if c1 || b < ' ' && b != '\t' && b != '\n' && b != '\r' || b == 0x7f {
			return 0, errControl
		}
		t.last = b
	}
	return t.to.Write(p)
}
