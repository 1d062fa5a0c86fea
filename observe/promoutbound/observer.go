package promoutbound

import (
	"context"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/trace"

	"example.com/outbound"
	"example.com/outbound/middleware"
)

type observer struct {
	*metrics
	clients, operations, origins names
	ended                        func(outbound.AttemptResult) // attemptEnded, bound once
}

// operation is the label of a call: its operation, else its template.
func (o *observer) operation(call middleware.Call) string {
	if name := call.Operation(); name != "" {
		return o.operations.label(name)
	}
	return o.operations.label(call.Route())
}

func (o *observer) begin(ctx context.Context, call middleware.Call) context.Context {
	o.inFlight.WithLabelValues(o.clients.label(call.Client())).Inc()
	return ctx
}

func (o *observer) attempt(_ context.Context, req *http.Request) (*http.Request, func(outbound.AttemptResult)) {
	return req, o.ended
}

func (o *observer) attemptEnded(r outbound.AttemptResult) {
	ctx := r.Request.Context()
	call, _ := middleware.CallFrom(ctx)
	count(ctx, o.attempts.WithLabelValues(o.clients.label(call.Client()), o.operation(call),
		methodLabel(r.Request.Method), codeLabel(r.Status), string(r.Kind)))
}

func (o *observer) backoff(call middleware.Call, b outbound.BackoffEvent) {
	o.retries.WithLabelValues(o.clients.label(call.Client()), o.operation(call), string(b.Kind)).Inc()
}

func (o *observer) end(call middleware.Call, r outbound.CallResult) {
	client, operation, method := o.clients.label(call.Client()), o.operation(call), methodLabel(call.Method())
	status, kind := r.Status, ""
	if r.Err != nil {
		status, kind = r.Err.StatusCode, string(r.Err.Kind)
	}
	ctx := call.Context()
	o.inFlight.WithLabelValues(client).Dec()
	count(ctx, o.calls.WithLabelValues(client, operation, method, codeLabel(status), kind))
	observe(ctx, o.duration.WithLabelValues(client, operation, method), r.Elapsed.Seconds())
	if r.Reason != "" {
		o.giveUps.WithLabelValues(client, r.Reason).Inc()
	}
}

// states are the values of outbound_breaker_state.
var states = map[string]float64{"closed": 0, "half_open": 1, "open": 2, "forced_open": 3}

func (o *observer) change(s outbound.StateChange) {
	if state, known := states[s.To]; known && s.What == "breaker" {
		o.breaker.WithLabelValues(o.clients.label(s.Client), o.origins.label(s.Origin)).Set(state)
	}
}

// count adds one, with the trace of ctx as an exemplar if that is sampled.
func count(ctx context.Context, c prometheus.Counter) {
	if e := exemplar(ctx); e != nil {
		if c, ok := c.(prometheus.ExemplarAdder); ok {
			c.AddWithExemplar(1, e)
			return
		}
	}
	c.Inc()
}

// observe notes a duration, as count does.
func observe(ctx context.Context, h prometheus.Observer, seconds float64) {
	if e := exemplar(ctx); e != nil {
		if h, ok := h.(prometheus.ExemplarObserver); ok {
			h.ObserveWithExemplar(seconds, e)
			return
		}
	}
	h.Observe(seconds)
}

func exemplar(ctx context.Context) prometheus.Labels {
	if span := trace.SpanContextFromContext(ctx); span.IsSampled() {
		return prometheus.Labels{"trace_id": span.TraceID().String()}
	}
	return nil
}
