package doortest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
)

// NewClient is New where it must not fail. Every call of the client must have
// ended when the test has.
func NewClient(t testing.TB, opts ...outbound.Option) *outbound.Client {
	t.Helper()
	c, err := outbound.New(opts...)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	WantCallsEnded(t, c)
	return c
}

// WantCallsEnded closes c at the end of the test, and fails t where a call has
// begun and has not ended.
func WantCallsEnded(t testing.TB, c *outbound.Client) {
	t.Helper()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if err := c.Shutdown(ctx); err != nil {
			t.Errorf("a call has begun and has not ended: %v", err)
		}
	})
}

// Most is an option for each layer of the house, at a base URL whose origin gets
// the credentials.
func Most() []outbound.Option {
	return []outbound.Option{
		outbound.Standard(),
		outbound.WithBaseURL("https://layertest.example"),
		outbound.WithHeader("X-Key", "k"),
		outbound.WithIdempotencyKeys(),
		outbound.WithAuth(auth.Bearer("token")),
		outbound.WithBreaker(breaker.Policy{}),
		outbound.WithGate(limit.Gate{}),
		outbound.WithRateLimit(limit.Rate{N: 1e6}),
		outbound.WithConcurrency(limit.Concurrency{Max: 1000}),
		outbound.WithLogger(zerolog.New(io.Discard).Level(zerolog.DebugLevel)),
	}
}

// Everything is most and a layer of the user's own at each stage.
func Everything() []outbound.Option {
	return append(Most(),
		outbound.WithLayer(middleware.PerCall, "mine", Pass),
		outbound.WithLayer(middleware.PerAttempt, "mine-too", Pass))
}

func Pass(next http.RoundTripper) http.RoundTripper {
	return middleware.Func(next.RoundTrip)
}

// WantKind returns the HTTPError in err, which must be of a kind.
func WantKind(t testing.TB, err error, kind httperror.Kind) *outbound.HTTPError {
	t.Helper()
	var e *outbound.HTTPError
	if !errors.As(err, &e) {
		t.Fatalf("got error %v (%T), want an *HTTPError of kind %s", err, err, kind)
	}
	if e.Kind != kind {
		t.Fatalf("got kind %s (%v), want %s", e.Kind, e, kind)
	}
	return e
}
