package printable_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"example.com/outbound/internal/printable"
)

func TestALineCannotMoveTheCursorOrTheReader(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"plain text", "Grüße, 世界: 3 €", "Grüße, 世界: 3 €"},
		{"line ends and tabs", "a\r\nb\tc", "a  b c"},
		{"escape", "\x1b[31mred", " [31mred"},
		{"a C1 control character", "\u009b31m", " 31m"},
		{"a right-to-left override", "a\u202eb", `a\u202eb`},
		{"a line separator", "a\u2028b", `a\u2028b`},
		{"a no-break space", "a\u00a0b", `a\u00a0b`},
		{"a zero width space", "a\u200bb", `a\u200bb`},
		{"bytes that are not UTF-8", "a\xffb", "a\uFFFDb"},
		{"beyond the first plane", "\U000E0041", `\U000e0041`},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := printable.Line(tt.in)
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if !printable.Is(got) || printable.Is(tt.in) != (got == tt.in) {
				t.Errorf("Is(%q) = %v, Is(%q) = %v", got, printable.Is(got), tt.in, printable.Is(tt.in))
			}
		})
	}
	clean := strings.Repeat("a clean line ", 20)
	if n := testing.AllocsPerRun(100, func() { _ = printable.Line(clean) }); n != 0 {
		t.Errorf("a clean line: got %v allocations, want 0", n)
	}
}

// FuzzLine: what comes out is valid UTF-8 of printable characters and spaces,
// and stays the same the second time.
func FuzzLine(f *testing.F) {
	for _, s := range []string{"", "a\x00", "\u2029", "\xc3\x28", "\x7f\u0085"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := printable.Line(s)
		if !utf8.ValidString(got) || strings.ContainsFunc(got, func(r rune) bool { return r != ' ' && !unicode.IsPrint(r) }) {
			t.Errorf("%q: got %q", s, got)
		}
		if again := printable.Line(got); again != got {
			t.Errorf("%q: got %q, then %q", s, got, again)
		}
	})
}
