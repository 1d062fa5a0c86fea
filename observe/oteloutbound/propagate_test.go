package oteloutbound_test

import (
	"net/http"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/baggage"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

func TestEachAttemptHasAContextOfItsOwnThatASignatureCovers(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		r := newRecorder()
		m.On("GET", "/x", mock.Status(503), mock.Text(200, "x"))
		c := client(t, m, r, outbound.WithRetry(retry.Policy{}), outbound.WithAuth(auth.Func(func(req *http.Request) error {
			req.Header.Set("Signature", "of "+req.Header.Get("Traceparent"))
			return nil
		})))
		if _, err := outbound.Get[string](t.Context(), c, "/x", outbound.Header("X-Mine", "1")); err != nil {
			t.Fatal(err)
		}
		spans, sent := r.ended(), m.Requests()
		seen := map[string]bool{}
		for i, req := range sent {
			s := spans[i].SpanContext()
			want := "00-" + s.TraceID().String() + "-" + s.SpanID().String() + "-01"
			if got := req.Header.Get("Traceparent"); got != want || req.Header.Get("X-Mine") != "1" {
				t.Errorf("attempt %d: got %q, want %q", i+1, got, want)
			}
			if got := req.Header.Get("Signature"); got != "of "+want {
				t.Errorf("attempt %d: got the signature %q", i+1, got)
			}
			seen[want] = true
		}
		if len(seen) != 2 {
			t.Errorf("got %d contexts, want one per attempt", len(seen))
		}
	})
}

func TestBaggageGoesToTheBaseURLsOriginOnly(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		r := newRecorder()
		m.On("GET", "https://api.test/x", mock.Status(302).With("Location", "https://elsewhere.test/y"))
		m.On("GET", "https://elsewhere.test/y", mock.Text(200, "y")).AnyTimes()
		member, err := baggage.NewMember("user", "ada")
		if err != nil {
			t.Fatal(err)
		}
		bag, err := baggage.New(member)
		if err != nil {
			t.Fatal(err)
		}
		ctx := baggage.ContextWithBaggage(t.Context(), bag)
		c := client(t, m, r)
		for _, url := range []string{"/x", "https://elsewhere.test/y"} {
			if _, err := outbound.Get[string](ctx, c, url); err != nil {
				t.Fatal(err)
			}
		}
		for i, want := range []string{"user=ada", "", ""} {
			h := m.Requests()[i].Header
			if got := h.Get("Baggage"); got != want {
				t.Errorf("request %d: got the baggage %q, want %q", i, got, want)
			}
			if !strings.HasPrefix(h.Get("Traceparent"), "00-") {
				t.Errorf("request %d: got no traceparent", i)
			}
		}
	})
}

func TestTheCallersRequestStaysAsItIs(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		m.On("GET", "/x", mock.Text(200, "x"))
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://api.test/x", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Traceparent", "mine")
		resp, err := client(t, m, newRecorder()).HTTP().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if got := req.Header.Get("Traceparent"); got != "mine" || len(req.Header) != 1 {
			t.Errorf("got %v", req.Header)
		}
	})
}
