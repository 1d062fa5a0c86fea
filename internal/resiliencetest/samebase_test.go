package resiliencetest

import (
	"net/http"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/breaker"
)

// wrapped has a type that can be compared and holds a func, which cannot.
type wrapped struct{ http.RoundTripper }

func TestACopySharesTheStateAboveABaseThatCannotBeCompared(t *testing.T) {
	answer := middleware.Func(testkit.Text(200, "ok"))
	for name, base := range map[string]http.RoundTripper{"a func": answer, "a struct with a func": wrapped{answer}} {
		for _, give := range []func(http.RoundTripper) outbound.Option{outbound.WithTransport, outbound.WithMockTransport} {
			c := doortest.NewClient(t, give(base), outbound.WithBaseURL(sickHome), outbound.WithBreaker(breaker.Policy{}))
			c.Isolate(sickHome, breaker.DefaultMaxOpen)
			same, err := c.With(outbound.WithHeader("X-A", "1"))
			if err != nil {
				t.Fatal(err)
			}
			_, err = outbound.Get[string](t.Context(), same, "/")
			doortest.WantKind(t, err, httperror.CircuitOpen)
			other, err := c.With(give(answer))
			if err != nil {
				t.Fatal(err)
			}
			if _, err = outbound.Get[string](t.Context(), other, "/"); err != nil {
				t.Errorf("%s: got %v through another base, want an answer", name, err)
			}
		}
	}
}
