package programs_test

import (
	"net/http"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/middleware"
	"github.com/rs/zerolog"
)

// open makes the HTTP client that a program is given. The options hold for
// every call of the program; net/http has no use for them.
type open func(t *testing.T, n network, opts ...outbound.CallOption) *http.Client

// within is the time after which the connections of a client are closed.
type within time.Duration

const aFewSeconds = within(5 * time.Second)

// both runs test with net/http, the control, and with outbound.
func both(t *testing.T, test func(t *testing.T, open open)) {
	t.Helper()
	t.Run("net/http", func(t *testing.T) { test(t, aFewSeconds.standard) })
	t.Run("outbound", func(t *testing.T) { test(t, aFewSeconds.outbound) })
}

func (d within) standard(t *testing.T, n network, _ ...outbound.CallOption) *http.Client {
	t.Helper()
	transport := http.DefaultTransport.(*http.Transport).Clone()
	bounded(t, time.Duration(d), n)(transport)
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// outbound fails t if a call of the program has not ended when t has.
func (d within) outbound(t *testing.T, n network, opts ...outbound.CallOption) *http.Client {
	t.Helper()
	calls := newCalls()
	c, err := outbound.New(outbound.Standard(),
		outbound.WithTransportConfig(bounded(t, time.Duration(d), n)),
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
	return c.HTTP(opts...)
}
