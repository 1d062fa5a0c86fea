package layers_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/codec"
	"example.com/outbound/internal/layers"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/layertest"
	"example.com/outbound/retry"
)

func TestTheLayersKeepTheContract(t *testing.T) {
	codings := layers.ContentCodings{Known: codec.NewCodings(nil, true)}
	for name, layer := range map[string]middleware.Layer{
		"deadline":                     layers.Deadline(time.Minute),
		"attempt-timeout":              layers.AttemptTimeout(time.Minute),
		"classify on another base":     layers.Classify(false, false, codings),
		"classify on the built-in one": layers.Classify(true, false, codings),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { layertest.Run(t, inACall(layer)) })
		})
	}
}

// inACall puts a layer where the chain has it: beneath a record, in an attempt.
func inACall(layer middleware.Layer) middleware.Layer {
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
