package limit

import (
	"net/http"
	"strings"
	"time"

	"example.com/outbound/internal/retryafter"
)

// wish is what a response asks for: a hold, or requests at a pace until then.
type wish struct{ hold, pace, until time.Duration }

// wish reads Retry-After of a 429 or 503, and else the RateLimit fields. cause
// is the field in words.
func (g *Gate) wish(resp *http.Response, now time.Time) (w wish, cause string) {
	switch resp.StatusCode {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		if wait, ok := retryafter.Of(resp.Header, now); ok {
			return wish{hold: wait}, held(resp.StatusCode, "Retry-After", resp.Header.Get("Retry-After"))
		}
	}
	if g.RateLimit == Ignore {
		return wish{}, ""
	}
	if lines := resp.Header["Ratelimit"]; len(lines) > 0 {
		return g.ofRateLimit(resp, lines)
	}
	return g.ofPairs(resp, now)
}

// ofQuota makes a wish of what is left of a quota until its reset. A quota that
// is not known counts as ten times what remains at least, so that only Hold
// applies.
func (g *Gate) ofQuota(remaining, quota int64, reset time.Duration) wish {
	switch {
	case reset <= 0 || remaining < 0:
		return wish{}
	case remaining == 0:
		return wish{hold: reset}
	case g.RateLimit == Spread && quota > 0 && remaining < (quota+9)/10:
		return wish{pace: reset / time.Duration(remaining), until: reset}
	}
	return wish{}
}

// pairs are the names of the older fields, which have one value each:
// versions up to 06 of the draft, and what was in use before it.
var pairs = [...]struct{ remaining, reset, limit string }{
	{"Ratelimit-Remaining", "Ratelimit-Reset", "Ratelimit-Limit"},
	{"X-Ratelimit-Remaining", "X-Ratelimit-Reset", "X-Ratelimit-Limit"},
	{"X-Rate-Limit-Remaining", "X-Rate-Limit-Reset", "X-Rate-Limit-Limit"},
}

func (g *Gate) ofPairs(resp *http.Response, now time.Time) (wish, string) {
	for _, f := range pairs {
		remaining, ok := number(resp.Header[f.remaining])
		if !ok {
			continue
		}
		reset, ok := number(resp.Header[f.reset])
		if !ok {
			continue
		}
		quota, _ := number(resp.Header[f.limit])
		w := g.ofQuota(int64(remaining), int64(quota), untilReset(reset, now))
		if w == (wish{}) {
			return w, ""
		}
		return w, held(resp.StatusCode, f.remaining, resp.Header.Get(f.remaining))
	}
	return wish{}, ""
}

// number reads one non-negative decimal number. More than one line or value is
// malformed.
func number(lines []string) (n float64, ok bool) {
	if len(lines) != 1 {
		return 0, false
	}
	text := strings.Trim(lines[0], " \t")
	whole, fraction, _ := strings.Cut(text, ".")
	if whole == "" || len(whole) > 18 {
		return 0, false
	}
	for i := range len(whole) {
		digit := whole[i] - '0'
		if digit > 9 {
			return 0, false
		}
		n = 10*n + float64(digit)
	}
	unit := 1.0
	for i := range len(fraction) {
		digit := fraction[i] - '0'
		if digit > 9 {
			return 0, false
		}
		unit /= 10
		n += unit * float64(digit)
	}
	return n, true
}

// untilReset is the time until a reset that is written as seconds from now, as
// seconds since 1970 or as milliseconds since 1970. The size tells which: 10^8
// seconds from now are three years, and since 1970 they were over in 1973.
func untilReset(n float64, now time.Time) time.Duration {
	switch {
	case n > 1e11:
		return time.UnixMilli(int64(n)).Sub(now)
	case n > 1e8:
		return time.UnixMilli(int64(n * 1000)).Sub(now)
	}
	return time.Duration(n * float64(time.Second))
}
