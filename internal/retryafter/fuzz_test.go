package retryafter_test

import (
	"strings"
	"testing"
	"time"

	"example.com/outbound/internal/retryafter"
)

// Whatever the field says, the wait is positive or absent, and space around the
// value changes nothing.
func FuzzRetryAfter(f *testing.F) {
	for _, s := range []string{
		"", "0", "120", "+5", "-1", "2.5", "4, 8", "99999999999999999999999", "18446744073709551617",
		"Mon, 3 Jun 2019 12:00:00 UTC", "Monday, 03-Jun-19 11:30:12 GMT", "Mon Jun  3 11:30:12 2019",
		"Tuesday, 29-Feb-00 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT",
	} {
		f.Add(s, now.Unix())
	}
	f.Fuzz(func(t *testing.T, value string, unix int64) {
		at := time.Unix(unix, 0)
		got, ok := retryafter.Parse(value, at)
		if got < 0 || ok != (got > 0) {
			t.Errorf("Parse(%q, %v): got %v, %v, want a positive wait or none", value, at, got, ok)
		}
		if again, _ := retryafter.Parse("\t "+value+" ", at); again != got {
			t.Errorf("Parse(%q) with space around it: got %v, want %v", value, again, got)
		}
		digits := value != "" && strings.Trim(value, "0123456789") == ""
		if zero := strings.Trim(value, "0") == ""; digits && ok == zero {
			t.Errorf("Parse(%q): got %v, %v, want a wait for every number but 0", value, got, ok)
		}
	})
}
