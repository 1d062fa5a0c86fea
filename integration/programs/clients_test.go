package programs_test

import (
	"net/http"
	"testing"

	"example.com/outbound"
	"example.com/outbound/middleware"
	"github.com/rs/zerolog"
)

// open makes the HTTP client that a program is given. The options hold for
// every call of the program; net/http has no use for them.
type open func(t *testing.T, n network, opts ...outbound.CallOption) *http.Client

// both runs test with net/http, the control, and with outbound.
func both(t *testing.T, test func(t *testing.T, open open)) {
	t.Helper()
	t.Run("net/http", func(t *testing.T) { test(t, openStandard) })
	t.Run("outbound", func(t *testing.T) { test(t, openOutbound) })
}

func openStandard(t *testing.T, n network, _ ...outbound.CallOption) *http.Client {
	t.Helper()
	transport := http.DefaultTransport.(*http.Transport).Clone()
	bounded(soon(t), n)(transport)
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// openOutbound fails t if a call of the program has not ended when t has.
func openOutbound(t *testing.T, n network, opts ...outbound.CallOption) *http.Client {
	t.Helper()
	calls := newCalls()
	c, err := outbound.New(outbound.Standard(),
		outbound.WithTransportConfig(bounded(soon(t), n)),
		outbound.WithLayer(middleware.PerCall, "calls", calls.begin),
		outbound.WithLogger(zerolog.New(calls).Level(zerolog.DebugLevel)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	t.Cleanup(func() { calls.wantEnded(t) })
	return withOptions(c.HTTP(), opts)
}

// withOptions makes the options hold for every call of hc.
func withOptions(hc *http.Client, opts []outbound.CallOption) *http.Client {
	if len(opts) == 0 {
		return hc
	}
	next := hc.Transport
	hc.Transport = middleware.Func(func(req *http.Request) (*http.Response, error) {
		return next.RoundTrip(req.WithContext(outbound.CallContext(req.Context(), opts...)))
	})
	return hc
}
