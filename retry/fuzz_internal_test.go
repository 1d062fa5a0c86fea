package retry

import (
	"net/http"
	"testing"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
)

// Whatever a server asks for, the wait is not negative, not shorter than the
// wish, and neither is beyond MaxRetryAfter; a wait that is taken ends in time.
func FuzzServersWish(f *testing.F) {
	f.Add("120", int64(time.Hour), int64(time.Minute), .5)
	f.Add("99999999999999999999", int64(0), int64(Unlimited), 1.5)
	f.Add("Fri, 31 Dec 9999 23:59:59 GMT", int64(time.Second), int64(1), -1.)
	f.Fuzz(func(t *testing.T, field string, most, elapsed int64, u float64) {
		p := Policy{
			MaxRetryAfter: time.Duration(max(most, 0)), MaxElapsed: time.Duration(max(elapsed, Unlimited)),
			Wait: Constant(time.Minute), Rand: func() float64 { return u },
		}
		r := run{call: call.New(t.Context()), policy: &p, isFunc: true, number: 1}
		a := Attempt{Kind: httperror.ServerStatus, Response: &http.Response{StatusCode: 503, Header: http.Header{"Retry-After": {field}}}}
		wait, wish, ok := r.waitAfter(a)
		if !ok || wait < wish || wish < 0 || wish > p.maxRetryAfter() || wait > max(wish, time.Minute) {
			t.Errorf("Retry-After %q: got a wait of %v for a wish of %v, cap %v", field, wait, wish, p.maxRetryAfter())
		}
		wait, reason := r.decide(a, true)
		if wait < 0 || reason != "" && wait != 0 || p.maxElapsed() != Unlimited && wait > p.maxElapsed() {
			t.Errorf("Retry-After %q: got %v, %q within %v", field, wait, reason, p.maxElapsed())
		}
	})
}
