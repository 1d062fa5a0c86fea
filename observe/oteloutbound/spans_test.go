package oteloutbound_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/trace"
	apitrace "go.opentelemetry.io/otel/trace"

	"example.com/outbound"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/mock"
	"example.com/outbound/observe/oteloutbound"
	"example.com/outbound/retry"
)

func TestRetriesReadAsOneTree(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		r := newRecorder()
		m.On("GET", "/users/{id}", mock.Status(503), mock.Text(200, "Ada"))
		c := client(t, m, r, outbound.Preset("billing"), outbound.WithRetry(retry.Policy{Wait: retry.Constant(2 * time.Second), Jitter: retry.NoJitter}))
		if _, err := outbound.Get[string](t.Context(), c, "/users/{id}", outbound.PathParam("id", "42"), outbound.Query("token", "s3cr3t")); err != nil {
			t.Fatal(err)
		}
		spans := r.ended()
		if len(spans) != 3 {
			t.Fatalf("got %d spans, want two attempts and their call", len(spans))
		}
		first, second, call := spans[0], spans[1], spans[2]
		if call.Name() != "outbound /users/{id}" || call.SpanKind() != apitrace.SpanKindInternal || call.Status().Code != codes.Unset {
			t.Errorf("got the call %q, %v, %v", call.Name(), call.SpanKind(), call.Status())
		}
		wantAttrs(t, call, map[string]string{"outbound.client": "billing", "outbound.attempts": "2", "http.response.status_code": "200", "error.type": "", "outbound.reason": ""})
		for _, s := range []trace.ReadOnlySpan{first, second} {
			if s.Name() != "GET /users/{id}" || s.SpanKind() != apitrace.SpanKindClient || s.Parent().SpanID() != call.SpanContext().SpanID() {
				t.Errorf("got %q, %v, under %v", s.Name(), s.SpanKind(), s.Parent().SpanID())
			}
			wantAttrs(t, s, map[string]string{
				"http.request.method": "GET", "server.address": "api.test", "server.port": "443", "url.template": "/users/{id}",
				"url.full": "https://api.test/users/42?token=xxxxx", "network.protocol.version": "1.1",
			})
		}
		wantAttrs(t, first, map[string]string{"http.response.status_code": "503", "error.type": "503", "http.request.resend_count": ""})
		wantAttrs(t, second, map[string]string{"http.response.status_code": "200", "error.type": "", "http.request.resend_count": "1"})
		if first.Status().Code != codes.Error || second.Status().Code != codes.Unset {
			t.Errorf("got the statuses %v and %v", first.Status(), second.Status())
		}
		if wait := second.StartTime().Sub(first.EndTime()); wait != 2*time.Second {
			t.Errorf("got %v between the attempts, want 2s", wait)
		}
		events := call.Events()
		if len(events) != 1 || events[0].Name != "retry.backoff" || attr(events[0].Attributes, "outbound.wait") != "2" || attr(events[0].Attributes, "outbound.kind") != "server_status" {
			t.Errorf("got the events %v", events)
		}
	})
}

func TestASpanIsNamedByWhatNamesNoResource(t *testing.T) {
	for name, tt := range map[string]struct {
		method, path string
		opts         []outbound.CallOption
		span, call   string
	}{
		"a template":            {"GET", "/users/{id}", []outbound.CallOption{outbound.PathParam("id", "1")}, "GET /users/{id}", "outbound /users/{id}"},
		"an operation":          {"GET", "/users/1", []outbound.CallOption{outbound.Operation("get user")}, "GET", "outbound get user"},
		"a path":                {"GET", "/users/1", nil, "GET", "outbound GET"},
		"an unknown method":     {"PURGE", "/users/1", nil, "HTTP", "outbound HTTP"},
		"a template by option":  {"GET", "/users/1", []outbound.CallOption{outbound.Template("/users/{id}")}, "GET /users/{id}", "outbound /users/{id}"},
		"a template and a verb": {"PURGE", "/users/1", []outbound.CallOption{outbound.Template("/users/{id}")}, "HTTP /users/{id}", "outbound /users/{id}"},
	} {
		t.Run(name, func(t *testing.T) {
			mock.Run(t, func(t *testing.T, m *mock.Transport) {
				r := newRecorder()
				m.On("", "/users/{id}", mock.Text(200, "x"))
				if _, err := outbound.Call[string](t.Context(), client(t, m, r), tt.method, tt.path, nil, tt.opts...); err != nil {
					t.Fatal(err)
				}
				attempt := r.named(t, tt.span)
				r.named(t, tt.call)
				if tt.method == "PURGE" {
					wantAttrs(t, attempt, map[string]string{"http.request.method": "_OTHER", "http.request.method_original": "PURGE"})
				}
			})
		})
	}
}

func TestAnErrorIsOneForTheCallerToo(t *testing.T) {
	for name, tt := range map[string]struct {
		reply       mock.Reply
		opts        []outbound.CallOption
		cancel      bool
		status      codes.Code
		errorType   string
		callErrType string
	}{
		"a status":              {mock.Status(404), nil, false, codes.Error, "404", "404"},
		"an allowed status":     {mock.Status(404), []outbound.CallOption{outbound.AllowStatus(404)}, false, codes.Unset, "", ""},
		"a refused connection":  {mock.Refused(), nil, false, codes.Error, "connect", "connect"},
		"a body that is cut":    {mock.Truncated(200, "hello", 2), nil, false, codes.Error, "body", "body"},
		"the caller's cancel":   {mock.Text(200, "x").After(time.Hour), nil, true, codes.Unset, "", ""},
		"the timeout of a call": {mock.Text(200, "x").After(time.Hour), []outbound.CallOption{outbound.Timeout(time.Second)}, false, codes.Error, "deadline", "deadline"},
	} {
		t.Run(name, func(t *testing.T) {
			mock.Run(t, func(t *testing.T, m *mock.Transport) {
				r := newRecorder()
				m.On("GET", "/x", tt.reply)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if tt.cancel {
					time.AfterFunc(time.Second, cancel)
				}
				_, _ = outbound.Get[string](ctx, client(t, m, r), "/x", tt.opts...)
				synctest.Wait()
				attempt, call := r.named(t, "GET"), r.named(t, "outbound GET")
				for s, want := range map[trace.ReadOnlySpan]string{attempt: tt.errorType, call: tt.callErrType} {
					if s.Status().Code != tt.status || s.Status().Description != "" {
						t.Errorf("%s: got the status %v, want %v", s.Name(), s.Status(), tt.status)
					}
					wantAttrs(t, s, map[string]string{"error.type": want})
				}
				if tt.cancel {
					wantAttrs(t, attempt, map[string]string{"outbound.canceled": "true"})
				}
			})
		})
	}
}

func TestASpanEndsWithTheBody(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		r := newRecorder()
		m.On("GET", "/x", mock.Text(200, "hello"))
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://api.test/x", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := client(t, m, r).HTTP().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(r.ended()); n != 0 {
			t.Errorf("got %d ended spans before the body was read", n)
		}
		time.Sleep(3 * time.Second)
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
		s := r.named(t, "GET")
		if d := s.EndTime().Sub(s.StartTime()); d != 3*time.Second {
			t.Errorf("got a span of %v, want 3s", d)
		}
		wantPoints(t, r, "http.client.request.duration",
			"http.request.method=GET http.response.status_code=200 network.protocol.version=1.1 server.address=api.test server.port=443: 1 in 0s")
	})
}

func TestWithoutACallSpanTheCallersIsTheParent(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		r := newRecorder()
		m.On("GET", "/x", mock.Status(503), mock.Text(200, "x"))
		ctx, parent := r.tracers.Tracer("test").Start(t.Context(), "mine")
		without, err := outbound.New(outbound.WithBaseURL("https://api.test"), outbound.WithMockTransport(m), outbound.WithRetry(retry.Policy{}),
			r.observer(oteloutbound.CallSpan(false)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := outbound.Get[string](ctx, without, "/x"); err != nil {
			t.Fatal(err)
		}
		parent.End()
		for _, s := range r.ended() {
			if s.Name() == "GET" && s.Parent().SpanID() != parent.SpanContext().SpanID() {
				t.Errorf("got the parent %v", s.Parent().SpanID())
			}
		}
		if n := len(r.ended()); n != 3 {
			t.Errorf("got %d spans, want two attempts and the caller's", n)
		}
	})
}

func TestABreakerThatOpensIsAnEventOfTheCallAndAMetric(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		r := newRecorder()
		m.On("GET", "/x", mock.Status(503))
		c := client(t, m, r, outbound.Preset("billing"), outbound.WithBreaker(breaker.Policy{MinCalls: 1}))
		_, _ = outbound.Get[string](t.Context(), c, "/x")
		events := r.named(t, "outbound GET").Events()
		if len(events) != 1 || events[0].Name != "breaker.open" || attr(events[0].Attributes, "outbound.origin") != "https://api.test" {
			t.Errorf("got the events %v", events)
		}
		wantPoints(t, r, "outbound.breaker.state", "outbound.client=billing outbound.origin=https://api.test: 2")
		_, err := outbound.Get[string](t.Context(), c, "/x")
		var e *outbound.HTTPError
		if !errors.As(err, &e) || e.Kind != "circuit_open" {
			t.Fatalf("got %v", err)
		}
		last := r.ended()[len(r.ended())-1]
		if last.Name() != "outbound HTTP" && last.Name() != "outbound GET" {
			t.Errorf("got %q", last.Name())
		}
		wantAttrs(t, last, map[string]string{"error.type": "circuit_open", "outbound.attempts": "0"})
	})
}

// client is a client on m with the observer of r.
func client(t *testing.T, m *mock.Transport, r *recorder, opts ...outbound.Option) *outbound.Client {
	t.Helper()
	c, err := outbound.New(append([]outbound.Option{
		outbound.WithBaseURL("https://api.test"), outbound.WithMockTransport(m), r.observer(),
	}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
