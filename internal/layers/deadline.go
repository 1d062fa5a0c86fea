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
