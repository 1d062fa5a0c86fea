package retry

import (
	"net/http"
	"time"

	"example.com/outbound/internal/retryafter"
)

// retryAfter reads the Retry-After field of a response: delay-seconds or an
// HTTP-date (RFC 9110, section 10.2.3), which is measured from now. ok is false
// if the field is absent, malformed, there more than once, or asks for no wait.
// A wait beyond what a Duration holds is the largest Duration.
func retryAfter(h http.Header, now time.Time) (wait time.Duration, ok bool) {
	return retryafter.Of(h, now)
}
