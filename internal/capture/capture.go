// Package capture keeps the beginnings of the bodies of an attempt, for those who
// show them afterwards.
package capture

import (
	"context"
	"net/http"

	"example.com/outbound/middleware"
)

// Capture keeps bodies. Make one with New.
type Capture struct{ max int }

// New keeps the first max bytes of each body that is a text.
func New(max int) *Capture { return &Capture{max} }

// From returns the bodies of the attempt that ctx belongs to, nil outside the
// layer of c, and of a nil c.
func (c *Capture) From(ctx context.Context) *Bodies {
	if c == nil {
		return nil
	}
	b, _ := ctx.Value(c).(*Bodies)
	return b
}

// Layer reads along while a request is sent and its response is read.
//
// Stage: attempt. Each attempt has bodies of its own.
func (c *Capture) Layer() middleware.Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			b := &Bodies{}
			b.request.start(req.Header, c.max)
			b.response.max = c.max
			req = req.WithContext(context.WithValue(req.Context(), c, b))
			if b.request.format != "" && req.Body != nil && req.Body != http.NoBody {
				req.Body = &tee{ReadCloser: req.Body, bodies: b, into: &b.request}
			}
			resp, err := next.RoundTrip(req)
			b.answered(resp)
			return resp, err
		})
	}
}
