package doortest

import (
	"net/http"

	"example.com/outbound/internal/call"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

// InACall puts a layer where the chain has it: beneath a record, in an attempt.
func InACall(layer middleware.Layer) middleware.Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		attempt := middleware.Chain(next, retry.OnDemand(), layer)
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			record := call.New(req.Context())
			resp, err := attempt.RoundTrip(req.WithContext(record))
			if err != nil {
				record.End(err)
				return nil, err
			}
			record.Deliver(resp, false)
			return resp, nil
		})
	}
}
