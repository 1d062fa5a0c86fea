package layers

import (
	"net/http"
	"time"

	"example.com/outbound/internal/call"
	"example.com/outbound/middleware"
)

// AttemptTimeout bounds one attempt to d. Retry lifts the bound when the headers,
// and the part of the body that it reads, are in: a body that is in use is never
// cut. Zero means no bound, and the layer is nil.
//
// Stage: attempt, outermost, so that the user's layers are within the bound.
func AttemptTimeout(d time.Duration) middleware.Layer {
	if d <= 0 {
		return nil
	}
	return middleware.Before(func(req *http.Request) (*http.Request, error) {
		if a := call.AttemptOf(req.Context()); a != nil {
			a.Limit(d)
		}
		return req, nil
	})
}
