package logging_test

import (
	"io"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/rs/zerolog"

	"example.com/outbound/internal/call"
	"example.com/outbound/logging"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/layertest"
	"example.com/outbound/retry"
)

func TestTheLayersKeepTheContract(t *testing.T) {
	l := logging.New(zerolog.New(io.Discard), everything()...)
	for name, layer := range map[string]middleware.Layer{
		"log": l.Call(), "log-attempts": l.Attempts(), "on demand": logging.OnDemand().Attempts(),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { layertest.Run(t, layer) })
		})
		t.Run(name+" in a call", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { layertest.Run(t, inACall(layer)) })
		})
	}
}

// inACall puts a layer where the client has it: beneath a record, in an attempt.
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
