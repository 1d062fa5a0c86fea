package layers

import (
	"net/http"
	"time"

	"example.com/outbound/internal/call"
	"example.com/outbound/middleware"
)

// Deadline bounds the whole call to d from its beginning, waits and the reading
// of the body included. A bound that the call brings along replaces it. Zero
// means no bound, and the layer is nil.
//
// Stage: call. The bound spans attempts and redirects.
func Deadline(d time.Duration) middleware.Layer {
	if d <= 0 {
		return nil
	}
	return middleware.Before(func(req *http.Request) (*http.Request, error) {
		if record := call.From(req.Context()); record != nil && !record.Options.HasTimeout {
			record.Limit(d)
		}
		return req, nil
	})
}

// AttemptTimeout bounds one attempt to d. The bound is lifted when the headers,
// and the part of the body that it reads, are in: a body that is in use is never
// cut. Zero means no bound, and the layer is nil.
//
// Stage: attempt, outside of the user's layers, which are within the bound, and
// inside admission, whose waits are not.
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
