package middleware

import (
	"net/http"
	"strconv"
	"time"

	"example.com/outbound/internal/call"
)

// DeadlineHeader puts the milliseconds that are left until the deadline of the
// request's context into the field named name, at least 1. Without a deadline
// there is no field. With an empty name the layer is nil.
//
// Stage: attempt. Less is left for every attempt.
func DeadlineHeader(name string) Layer {
	if name == "" {
		return nil
	}
	name = http.CanonicalHeaderKey(name)
	return Before(func(req *http.Request) (*http.Request, error) {
		deadline, ok := req.Context().Deadline()
		if !ok {
			return req, nil
		}
		left := max(time.Until(deadline).Milliseconds(), 1)
		req = call.Writable(req)
		req.Header[name] = []string{strconv.FormatInt(left, 10)}
		return req, nil
	})
}
