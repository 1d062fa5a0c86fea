package oteloutbound_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.opentelemetry.io/otel/sdk/trace"

	"example.com/outbound"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

// started counts the spans that have begun.
type started struct{ atomic.Int64 }

func (n *started) OnStart(context.Context, trace.ReadWriteSpan) { n.Add(1) }
func (n *started) OnEnd(trace.ReadOnlySpan)                     {}
func (n *started) Shutdown(context.Context) error               { return nil }
func (n *started) ForceFlush(context.Context) error             { return nil }

func TestEverySpanEndsAndNoRequestStaysActiveHoweverACallGoes(t *testing.T) {
	panics := func(http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(*http.Request) (*http.Response, error) { panic("layer") })
	}
	cached := func(http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Header: http.Header{}, Body: http.NoBody, Request: req}, nil
		})
	}
	for name, tt := range map[string]struct {
		replies []mock.Reply
		opts    []outbound.Option
		call    []outbound.CallOption
		spans   int64
	}{
		"an answer":                     {replies: []mock.Reply{mock.Text(200, "x")}, spans: 2},
		"a retry":                       {replies: []mock.Reply{mock.Status(503), mock.Text(200, "x")}, opts: []outbound.Option{outbound.WithRetry(retry.Policy{})}, spans: 3},
		"a redirect":                    {replies: []mock.Reply{mock.Status(302).With("Location", "/x"), mock.Text(200, "x")}, spans: 3},
		"refused before the first send": {call: []outbound.CallOption{outbound.Header("a b", "c")}, spans: 1},
		"an open breaker":               {replies: []mock.Reply{mock.Status(503)}, opts: []outbound.Option{outbound.WithBreaker(breaker.Policy{MinCalls: 1})}, spans: 2},
		"a body that is cut off":        {replies: []mock.Reply{mock.Truncated(200, "hello", 2)}, spans: 2},
		"a body that stands still":      {replies: []mock.Reply{mock.StalledBody(200, "hello", 2)}, call: []outbound.CallOption{outbound.BodyIdle(time.Second)}, spans: 2},
		"a timeout":                     {replies: []mock.Reply{mock.Stall()}, call: []outbound.CallOption{outbound.Timeout(time.Second)}, spans: 2},
		"a panic of a layer":            {opts: []outbound.Option{outbound.WithLayer(middleware.PerCall, "mine", panics)}, spans: 1},
		"a cache hit":                   {opts: []outbound.Option{outbound.WithLayer(middleware.PerCall, "mine", cached)}, spans: 1},
	} {
		t.Run(name, func(t *testing.T) {
			mock.Run(t, func(t *testing.T, m *mock.Transport) {
				if len(tt.replies) > 0 {
					m.On("GET", "/x", tt.replies...)
				}
				r := newRecorder()
				var n started
				r.tracers.RegisterSpanProcessor(&n)
				c := client(t, m, r, tt.opts...)
				func() {
					defer func() { _ = recover() }()
					_, _ = outbound.Get[string](t.Context(), c, "/x", tt.call...)
				}()
				synctest.Wait()
				if begun, ended := n.Load(), int64(len(r.ended())); begun != tt.spans || ended != tt.spans {
					t.Errorf("got %d spans, of which %d have ended, want %d", begun, ended, tt.spans)
				}
				for _, point := range r.points(t, "http.client.active_requests") {
					if !strings.HasSuffix(point, ": 0") {
						t.Errorf("a request stays active: %s", point)
					}
				}
			})
		})
	}
}
