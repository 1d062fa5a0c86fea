package main

import (
	"net/http"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// traced makes a span of each request, the parent of the calls that it leads to.
// Many services have otelhttp or the middleware of their router here.
func (t *telemetry) traced(next http.Handler) http.Handler {
	tracer := t.tracers.Tracer("example.com/outbound/examples/service")
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		ctx := t.propagators.Extract(req.Context(), propagation.HeaderCarrier(req.Header))
		ctx, span := tracer.Start(ctx, req.Method, trace.WithSpanKind(trace.SpanKindServer))
		defer span.End()
		req = req.WithContext(ctx)
		out := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(out, req)
		if req.Pattern != "" {
			span.SetName(req.Pattern)
		}
		span.SetAttributes(attribute.Int("http.response.status_code", out.status))
	})
}

// statusWriter notes the status that it is given.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}
