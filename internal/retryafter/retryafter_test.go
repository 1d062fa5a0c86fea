package retryafter_test

import (
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/outbound/internal/retryafter"
)

// A zone of its own: nothing may depend on the local one.
var (
	east = time.FixedZone("east", 3*60*60)
	now  = time.Date(2019, time.June, 3, 14, 0, 0, 0, east) // 11:00:00 UTC
)

func TestParse(t *testing.T) {
	const half = 1812 * time.Second // to 11:30:12
	tests := map[string]struct {
		value string
		want  time.Duration // 0: absent
	}{
		"seconds":                              {"120", 2 * time.Minute},
		"one second":                           {"1", time.Second},
		"leading zeros":                        {"007", 7 * time.Second},
		"spaces and tabs around the value":     {" \t7\t ", 7 * time.Second},
		"the last second that a Duration has":  {"9223372036", 9223372036 * time.Second},
		"a second more saturates":              {"9223372037", math.MaxInt64},
		"more than 64 bits saturate":           {"99999999999999999999999", math.MaxInt64},
		"a value that would wrap round to 1 s": {"18446744073709551617", math.MaxInt64},
		"a megabyte of digits saturates":       {strings.Repeat("9", 1<<20), math.MaxInt64},
		"IMF-fixdate":                          {"Mon, 03 Jun 2019 11:30:12 GMT", half},
		"RFC 850":                              {"Monday, 03-Jun-19 11:30:12 GMT", half},
		"asctime, padded day":                  {"Mon Jun  3 11:30:12 2019", half},
		"asctime, two-digit day":               {"Mon Jun 10 11:00:00 2019", 7 * 24 * time.Hour},
		"one-digit day":                        {"Mon, 3 Jun 2019 11:30:12 GMT", half},
		"zone UTC":                             {"Mon, 03 Jun 2019 11:30:12 UTC", half},
		"one-digit day and zone UTC":           {"Mon, 3 Jun 2019 12:00:00 UTC", time.Hour},
		"RFC 850, one-digit day and zone UTC":  {"Monday, 3-Jun-19 11:30:12 UTC", half},
		"a wrong weekday does not matter":      {"Sun, 03 Jun 2019 11:30:12 GMT", half},
		"one second ahead":                     {"Mon, 03 Jun 2019 11:00:01 GMT", time.Second},
		"the end of years saturates":           {"Fri, 31 Dec 9999 23:59:59 GMT", math.MaxInt64},
		"RFC 850, 49 years ahead":              {"Friday, 03-Jun-68 11:00:00 GMT", time.Date(2068, 6, 3, 11, 0, 0, 0, time.UTC).Sub(now)},
		"RFC 850, 50 years ahead to the day":   {"Monday, 03-Jun-69 11:00:00 GMT", time.Date(2069, 6, 3, 11, 0, 0, 0, time.UTC).Sub(now)},

		"RFC 850, more than 50 years ahead is past": {"Monday, 03-Jun-69 11:00:01 GMT", 0},
		"RFC 850 of the last century":               {"Sunday, 06-Nov-94 08:49:37 GMT", 0},
		"nothing":                                   {"", 0},
		"blank":                                     {" ", 0},
		"zero":                                      {"0", 0},
		"many zeros":                                {"000", 0},
		"a date in the past":                        {"Mon, 03 Jun 2019 10:59:00 GMT", 0},
		"a date that is now":                        {"Mon, 03 Jun 2019 11:00:00 GMT", 0},
		"plus sign":                                 {"+5", 0},
		"minus sign":                                {"-1", 0},
		"fraction":                                  {"2.5", 0},
		"exponent":                                  {"1e3", 0},
		"hexadecimal":                               {"0x10", 0},
		"digits of another script":                  {"٣", 0},
		"unit":                                      {"5s", 0},
		"list":                                      {"4, 8", 0},
		"space inside":                              {"4 8", 0},
		"newline is no OWS":                         {"5\n", 0},
		"word":                                      {"abc", 0},
		"zone missing":                              {"Mon, 03 Jun 2019 11:30:12", 0},
		"zone of a place":                           {"Mon, 03 Jun 2019 11:30:12 PST", 0},
		"RFC 850 with the zone of a place":          {"Monday, 03-Jun-19 11:30:12 PST", 0},
		"numeric zone":                              {"Mon, 03 Jun 2019 11:30:12 +0000", 0},
		"fraction of a second":                      {"Mon, 03 Jun 2019 11:30:12.5 GMT", 0},
		"day that does not exist":                   {"Sun, 31 Jun 2019 11:30:12 GMT", 0},
		"RFC 3339":                                  {"2019-06-03T11:30:12Z", 0},
		"something after the date":                  {"Mon, 03 Jun 2019 11:30:12 GMT x", 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, ok := retryafter.Parse(tt.value, now)
			if got != tt.want || ok != (tt.want > 0) {
				t.Errorf("Parse(%.40q): got %v, %v, want %v, %v", tt.value, got, ok, tt.want, tt.want > 0)
			}
		})
	}
}

func TestTwoDigitYearsCrossTheCentury(t *testing.T) {
	newYearsEve := time.Date(2099, time.December, 31, 23, 59, 0, 0, time.UTC)
	got, ok := retryafter.Parse("Friday, 01-Jan-00 00:00:00 GMT", newYearsEve)
	if got != time.Minute || !ok {
		t.Errorf("got %v, %v, want 1m0s, true", got, ok)
	}
}

func TestOf(t *testing.T) {
	tests := map[string]struct {
		header http.Header
		want   time.Duration
	}{
		"no header":               {nil, 0},
		"no field":                {http.Header{"Date": {"5"}}, 0},
		"field without a line":    {http.Header{"Retry-After": {}}, 0},
		"one line":                {http.Header{"Retry-After": {"5"}}, 5 * time.Second},
		"two lines are malformed": {http.Header{"Retry-After": {"4", "8"}}, 0},
		"even two that agree":     {http.Header{"Retry-After": {"4", "4"}}, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, ok := retryafter.Of(tt.header, now)
			if got != tt.want || ok != (tt.want > 0) {
				t.Errorf("got %v, %v, want %v, %v", got, ok, tt.want, tt.want > 0)
			}
		})
	}
}
