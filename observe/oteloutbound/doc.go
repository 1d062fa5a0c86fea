// Package oteloutbound makes traces and metrics of a client's calls with
// OpenTelemetry, by the semantic conventions for HTTP clients.
//
//	client, err := outbound.New(
//		outbound.Standard(),
//		outbound.WithObserver(oteloutbound.New()),
//	)
//
// [New] uses the providers and propagators that are registered globally, unless
// [WithTracerProvider], [WithMeterProvider] or [WithPropagators] names others.
//
// Each attempt is a span of kind client, from the request to the end of the
// response's body. The call is a span of kind internal above them, so that retries
// and redirects read as one tree; waits and changes of a breaker are its events.
//
// URLs pass the redactor of the client: no span, metric or event has a header
// field, a body, user info, or the value of a query parameter. Names of spans and
// attributes of metrics have templates ("/users/{id}"), never a path.
//
// The observer calls the tracer, the meter and the propagator on the goroutine of
// the call. A span processor that exports at once (trace.WithSyncer) holds the
// calls up as long as its exporter; trace.WithBatcher does not.
package oteloutbound
