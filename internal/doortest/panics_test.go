package doortest

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"example.com/outbound"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
)

// In a bubble a goroutine that is left fails the test.
func TestAPanickingLayerPropagatesAndLeavesNothing(t *testing.T) {
	before := func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(*http.Request) (*http.Response, error) { panic("before") })
	}
	after := func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			_, _ = next.RoundTrip(req)
			panic("after")
		})
	}
	for _, c := range []struct {
		name  string
		stage middleware.Stage
		layer middleware.Layer
		want  string
	}{
		{"per call, before the others", middleware.PerCall, before, "before"},
		{"per call, with a response in hand", middleware.PerCall, after, "after"},
		{"per attempt, before the others", middleware.PerAttempt, before, "before"},
		{"per attempt, with a response in hand", middleware.PerAttempt, after, "after"},
	} {
		t.Run(c.name, func(t *testing.T) {
			EachDoor(t, func(t *testing.T, d Door) {
				synctest.Test(t, func(t *testing.T) {
					base := testkit.Script(testkit.Text(200, strings.Repeat("x", 100_000)))
					client := NewClient(t, outbound.Standard(), outbound.WithMockTransport(base), outbound.WithLayer(c.stage, "mine", c.layer))
					ctx, cancel := context.WithCancel(t.Context())
					defer cancel()
					if got := Panics(func() { _, _ = d.Call(ctx, client, Ask{Method: "PUT", URL: Get().URL, Body: "body"}) }); got != c.want {
						t.Errorf("got panic %v, want %q", got, c.want)
					}
					base.WantClosed(t)
				})
			})
		})
	}
}

func TestAPanickingLayerClosesTheRequestBody(t *testing.T) {
	c := NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Status(200))),
		outbound.WithLayer(middleware.PerCall, "mine", func(http.RoundTripper) http.RoundTripper {
			return middleware.Func(func(*http.Request) (*http.Response, error) { panic("mine") })
		}))
	body := testkit.NewBody(strings.NewReader("body"))
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, Get().URL, body)
	if err != nil {
		t.Fatal(err)
	}
	if got := Panics(func() { _, _ = c.Do(req) }); got != "mine" || body.Closes() == 0 {
		t.Errorf("got panic %v, body closed %t, want it closed", got, body.Closes() > 0)
	}
}
