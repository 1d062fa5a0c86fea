// Package retryafter reads the Retry-After field (RFC 9110, section 10.2.3).
package retryafter

import (
	"math"
	"net/http"
	"strings"
	"time"
)

// layouts are the date forms of RFC 9110, section 5.6.7: IMF-fixdate, RFC 850,
// asctime. More than the RFC asks, a one-digit day and the zone UTC are read
// too. The weekday is not held against the date.
var layouts = [...]string{
	"Mon, 2 Jan 2006 15:04:05 GMT",
	"Mon, 2 Jan 2006 15:04:05 UTC",
	rfc850 + "GMT",
	rfc850 + "UTC",
	time.ANSIC,
}

// rfc850 has a two-digit year.
const rfc850 = "Monday, 2-Jan-06 15:04:05 "

// Of reads the field of a response. It is a singleton: several field lines say
// the same as one line with a comma (section 5.3), which is malformed.
func Of(h http.Header, now time.Time) (wait time.Duration, ok bool) {
	lines := h["Retry-After"]
	if len(lines) != 1 {
		return 0, false
	}
	return Parse(lines[0], now)
}

// Parse reads a value: delay-seconds, or a date, which is measured from now.
// More than a Duration can hold is [math.MaxInt64]. ok is false, and wait 0, if
// the value asks for no wait (0, a date that is not after now) or is malformed.
func Parse(value string, now time.Time) (wait time.Duration, ok bool) {
	value = strings.Trim(value, " \t") // OWS, section 5.6.3
	wait, ok = seconds(value)
	if !ok {
		wait = untilDate(value, now)
	}
	wait = max(wait, 0)
	return wait, wait > 0
}

// seconds reads 1*DIGIT, and nothing else: no sign, no fraction.
func seconds(value string) (wait time.Duration, ok bool) {
	const most = math.MaxInt64 / int64(time.Second)
	var n int64
	for i := range len(value) {
		digit := value[i] - '0'
		if digit > 9 {
			return 0, false
		}
		n = min(n*10+int64(digit), most+1)
	}
	if n > most {
		return math.MaxInt64, true
	}
	return time.Duration(n) * time.Second, value != ""
}

// untilDate returns the time from now to the date, 0 if value is none.
func untilDate(value string, now time.Time) time.Duration {
	for _, layout := range layouts {
		t, err := time.Parse(layout, value)
		if err != nil || t.Nanosecond() != 0 { // package time reads fractions unasked
			continue
		}
		if strings.HasPrefix(layout, rfc850) {
			t = fullYear(t, now)
		}
		return t.Sub(now)
	}
	return 0
}

// fullYear gives t the latest century in which it is not more than 50 years
// after now (section 5.6.7).
func fullYear(t, now time.Time) time.Time {
	now = now.UTC()
	year := now.Year() - now.Year()%100 + t.Year()%100
	limit := now.AddDate(50, 0, 0)
	for _, y := range [...]int{year + 100, year} {
		if d := inYear(t, y); !d.After(limit) {
			return d
		}
	}
	return inYear(t, year-100)
}

func inYear(t time.Time, year int) time.Time {
	return time.Date(year, t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}
