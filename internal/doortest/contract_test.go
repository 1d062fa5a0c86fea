package doortest

import (
	"net/http"
	"testing"
	"testing/synctest"

	"example.com/outbound"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/layertest"
)

// A client keeps the contract of a layer itself: whatever wraps a RoundTripper
// may stand on its HTTP().
func TestAWholeClientKeepsTheContractOfALayer(t *testing.T) {
	for name, opts := range map[string][]outbound.Option{
		"nothing on":    nil,
		"Standard":      {outbound.Standard()},
		"everything on": Everything(),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { layertest.Run(t, asLayer(t, opts...)) })
		})
	}
}

// asLayer is a client whose base is the next of the layer.
func asLayer(t *testing.T, opts ...outbound.Option) middleware.Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		t.Helper()
		c, err := outbound.New(append(opts, outbound.WithMockTransport(next))...)
		if err != nil {
			t.Fatal(err)
		}
		return c.HTTP().Transport
	}
}
