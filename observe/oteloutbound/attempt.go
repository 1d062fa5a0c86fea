package oteloutbound

import (
	"context"
	"net/http"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/harfile"
	"example.com/outbound/internal/redact"
	"example.com/outbound/middleware"
)

// keyCanceled marks the span of an attempt that its caller has cancelled, which is
// no error.
const (
	keyCanceled = attribute.Key("outbound.canceled")
	keyReplayed = attribute.Key("outbound.replayed")
)

var kindClient = trace.WithSpanKind(trace.SpanKindClient)

// attempt is one send that is observed.
type attempt struct {
	observer *observer
	target   *target
	span     trace.Span
	ctx      context.Context
}

// attempt begins the span of a send, and puts the context of the trace on it.
func (o *observer) attempt(ctx context.Context, req *http.Request) (*http.Request, func(outbound.AttemptResult)) {
	call, _ := middleware.CallFrom(ctx)
	if call.Attempt() == 1 {
		o.nameCall(call, req.Method)
	}
	a := &attempt{observer: o, target: o.target(req, call.Route())}
	a.ctx, a.span = o.tracer.Start(ctx, a.target.name,
		kindClient, trace.WithAttributes(a.attributes(req, call)...))
	o.metrics.active.Add(a.ctx, 1, a.target.active...)
	return o.propagate(a.ctx, req, call.AtHome(req.URL)), a.end
}

// attributes are those that are known at the start: a sampler may ask for them.
func (a *attempt) attributes(req *http.Request, call middleware.Call) []attribute.KeyValue {
	attrs := make([]attribute.KeyValue, len(a.target.attrs), len(a.target.attrs)+3)
	copy(attrs, a.target.attrs)
	attrs = append(attrs, semconv.URLFull(harfile.Short(redact.URL(req.URL), maxText)))
	if n := call.Resend(); n > 0 {
		attrs = append(attrs, semconv.HTTPRequestResendCount(n))
	}
	if a.target.original {
		attrs = append(attrs, semconv.HTTPRequestMethodOriginal(short(req.Method)))
	}
	return attrs
}

// end ends the span with the body of the response, or with the failure.
func (a *attempt) end(r outbound.AttemptResult) {
	m := a.observer.metrics
	m.active.Add(a.ctx, -1, a.target.active...)
	result := a.target.result(resultKey{r.Kind, r.Status, r.Proto})
	m.duration.Record(a.ctx, r.Duration.Seconds(), result.duration...)
	if !a.span.IsRecording() {
		a.span.End()
		return
	}
	a.span.SetAttributes(result.attrs...)
	if peer := r.Phases.Remote; peer.IsValid() {
		a.span.SetAttributes(semconv.NetworkPeerAddress(peer.Addr().Unmap().String()), semconv.NetworkPeerPort(int(peer.Port())))
	}
	if r.Replayed {
		a.span.SetAttributes(keyReplayed.Bool(true))
	}
	if r.Kind == httperror.Canceled {
		a.span.SetAttributes(keyCanceled.Bool(true))
	}
	if result.errorType != "" {
		a.span.SetStatus(codes.Error, "")
	}
	a.span.End()
}
