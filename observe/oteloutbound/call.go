package oteloutbound

import (
	"context"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/middleware"
)

// The attributes that the conventions have no name for.
const (
	keyClient    = attribute.Key("outbound.client")
	keyOperation = attribute.Key("outbound.operation")
	keyAttempts  = attribute.Key("outbound.attempts")
	keyRedirects = attribute.Key("outbound.redirects")
	keyReason    = attribute.Key("outbound.reason")
	keyKind      = attribute.Key("outbound.kind")
	keyAttempt   = attribute.Key("outbound.attempt")
	keyWait      = attribute.Key("outbound.wait")
)

// callContext is the context of a call: it finds the span of the call, also where
// another observer has put a span of its own above.
type callContext struct {
	context.Context
	observer *observer
	span     trace.Span
}

func (c *callContext) Value(key any) any {
	if key == any(c.observer) {
		return c.span
	}
	return c.Context.Value(key)
}

// begin starts the span of a call.
func (o *observer) begin(ctx context.Context, call middleware.Call) context.Context {
	sets := o.callSets(call, "")
	ctx, span := o.tracer.Start(ctx, sets.name, sets.start...)
	return &callContext{ctx, o, span}
}

// spanOf is the span of a call, nil if it has none that is recorded.
func (o *observer) spanOf(call middleware.Call) trace.Span {
	span, _ := call.Context().Value(o).(trace.Span)
	if span == nil || !span.IsRecording() {
		return nil
	}
	return span
}

// nameCall names the span of a call of which only the method is known.
func (o *observer) nameCall(call middleware.Call, method string) {
	if call.Operation() != "" || call.Route() != "" {
		return
	}
	if span := o.spanOf(call); span != nil {
		span.SetName(callName(spanName(methodOf(method), "")))
	}
}

// backoff notes a wait.
func (o *observer) backoff(call middleware.Call, b outbound.BackoffEvent) {
	ctx := call.Context()
	o.metrics.retries.Add(ctx, 1, o.callSets(call, b.Kind).retries...)
	span := o.spanOf(call)
	if span == nil {
		return
	}
	attrs := []attribute.KeyValue{keyAttempt.Int(b.Attempt), keyWait.Float64(b.Wait.Seconds()), keyKind.String(string(b.Kind))}
	if b.Status > 0 {
		attrs = append(attrs, semconv.HTTPResponseStatusCode(b.Status))
	}
	span.AddEvent("retry.backoff", trace.WithAttributes(attrs...))
}

// end ends the span of a call.
func (o *observer) end(call middleware.Call, r outbound.CallResult) {
	var kind httperror.Kind
	status := r.Status
	if r.Err != nil {
		kind, status = r.Err.Kind, r.Err.StatusCode
	}
	ctx := call.Context()
	sets := o.callSets(call, kind)
	done := sets.results.get(callResultKey{status, r.Reason}, sets.result)
	o.metrics.calls.Record(ctx, r.Elapsed.Seconds(), done.duration...)
	if r.Reason != "" {
		o.metrics.giveUps.Add(ctx, 1, done.giveUp...)
	}
	if r.Held > 0 {
		o.metrics.held.Record(ctx, r.Held.Seconds(), sets.held...)
	}
	span, _ := ctx.Value(o).(trace.Span)
	if span == nil {
		return
	}
	defer span.End()
	if !span.IsRecording() {
		return
	}
	span.SetAttributes(keyAttempts.Int(r.Attempts))
	span.SetAttributes(done.attrs...)
	if r.Redirects > 0 {
		span.SetAttributes(keyRedirects.Int(r.Redirects))
	}
	switch {
	case kind == httperror.Canceled:
		span.SetAttributes(keyCanceled.Bool(true))
	case kind != "":
		span.SetStatus(codes.Error, "")
	}
}

func callName(of string) string { return "outbound " + of }

// callKey is what the calls that share their attributes have in common.
type callKey struct {
	client, operation, route, method string
	kind                             httperror.Kind
}

func (k callKey) own() callKey {
	k.client, k.operation, k.route = strings.Clone(k.client), strings.Clone(k.operation), strings.Clone(k.route)
	return k
}

// callSets is what is made once for the calls of one key.
type callSets struct {
	callKey
	name    string
	start   []trace.SpanStartOption
	retries []metric.AddOption
	held    []metric.RecordOption
	results cache[callResultKey, callResult]
}

type callResultKey struct {
	status int
	reason string
}

func (k callResultKey) own() callResultKey { return k }

type callResult struct {
	attrs    []attribute.KeyValue
	duration []metric.RecordOption
	giveUp   []metric.AddOption
}

func (o *observer) callSets(call middleware.Call, kind httperror.Kind) *callSets {
	method := call.Method()
	if method != "" {
		method = methodOf(method)
	}
	return o.calls.get(callKey{short(call.Client()), short(call.Operation()), short(call.Route()), method, kind}, newCallSets)
}

func newCallSets(k callKey) *callSets {
	s := &callSets{callKey: k}
	s.results.max = keptResults
	switch {
	case k.operation != "":
		s.name = callName(k.operation)
	case k.route != "":
		s.name = callName(k.route)
	default:
		s.name = callName(spanName(methodOf(k.method), ""))
	}
	base := s.base()
	s.start = []trace.SpanStartOption{trace.WithSpanKind(trace.SpanKindInternal), trace.WithAttributes(base...)}
	s.held = []metric.RecordOption{metric.WithAttributeSet(attribute.NewSet(base...))}
	s.retries = []metric.AddOption{metric.WithAttributeSet(attribute.NewSet(append(base, keyKind.String(string(k.kind)))...))}
	return s
}

// base are the attributes that all of a call's metrics have.
func (s *callSets) base() (attrs []attribute.KeyValue) {
	for _, a := range []attribute.KeyValue{
		keyClient.String(s.client), keyOperation.String(s.operation),
		semconv.URLTemplate(s.route), semconv.HTTPRequestMethodKey.String(s.method),
	} {
		if a.Value.AsString() != "" {
			attrs = append(attrs, a)
		}
	}
	return attrs[:len(attrs):len(attrs)]
}

func (s *callSets) result(k callResultKey) *callResult {
	r := &callResult{}
	if k.status > 0 {
		r.attrs = append(r.attrs, semconv.HTTPResponseStatusCode(k.status))
	}
	if t := errorType(s.kind, k.status); t != "" {
		r.attrs = append(r.attrs, semconv.ErrorTypeKey.String(t))
	}
	base := s.base()
	r.duration = []metric.RecordOption{metric.WithAttributeSet(attribute.NewSet(append(base, r.attrs...)...))}
	r.giveUp = []metric.AddOption{metric.WithAttributeSet(attribute.NewSet(append(base, keyReason.String(k.reason))...))}
	if k.reason != "" {
		r.attrs = append(r.attrs, keyReason.String(k.reason))
	}
	return r
}
