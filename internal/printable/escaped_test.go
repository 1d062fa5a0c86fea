package printable_test

import (
	"testing"

	"example.com/outbound/internal/printable"
)

func TestEscapedLosesNothing(t *testing.T) {
	for s, want := range map[string]string{
		"":                        "",
		"a b ü 😀":                 "a b ü 😀",
		"G\x1b[31m\nFAKE":         `G\u001b[31m\u000aFAKE`,
		"\u009b2J\u202e\u2028":    `\u009b2J\u202e\u2028`,
		"\U000e0001":              `\U000e0001`,
		"a\xffb":                  "a\uFFFDb",
		"\t\u00a0\u200d\x00\x7f ": `\u0009\u00a0\u200d\u0000\u007f `,
	} {
		if got := printable.Escaped(s); got != want || !printable.Is(got) {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}
