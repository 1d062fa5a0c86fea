package oteloutbound

import (
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/propagation"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"example.com/outbound"
)

// scope is the name of the instrumentation.
const scope = "example.com/outbound/observe/oteloutbound"

// Option is a setting of the observer.
type Option func(*config)

type config struct {
	tracers     trace.TracerProvider
	meters      metric.MeterProvider
	propagators propagation.TextMapPropagator
	callSpan    bool
}

// WithTracerProvider makes the spans with p. Default: the global provider. Nil
// keeps the default.
func WithTracerProvider(p trace.TracerProvider) Option {
	return func(c *config) {
		if p != nil {
			c.tracers = p
		}
	}
}

// WithMeterProvider makes the metrics with p. Default: the global provider. Nil
// keeps the default.
func WithMeterProvider(p metric.MeterProvider) Option {
	return func(c *config) {
		if p != nil {
			c.meters = p
		}
	}
}

// WithPropagators puts the context of a trace on each attempt with p. The baggage
// of a request to another origin than the base URL's is left out. Default: the
// global propagator. Nil keeps the default.
func WithPropagators(p propagation.TextMapPropagator) Option {
	return func(c *config) {
		if p != nil {
			c.propagators = p
		}
	}
}

// CallSpan makes a span of kind internal for each call, the parent of its
// attempts. Default: true.
func CallSpan(on bool) Option { return func(c *config) { c.callSpan = on } }

// New makes an observer. It may serve any number of clients.
func New(opts ...Option) outbound.Observer {
	c := config{
		tracers: otel.GetTracerProvider(), meters: otel.GetMeterProvider(),
		propagators: otel.GetTextMapPropagator(), callSpan: true,
	}
	for _, o := range opts {
		if o != nil {
			o(&c)
		}
	}
	o := &observer{
		tracer:      c.tracers.Tracer(scope, trace.WithInstrumentationVersion(outbound.Version), trace.WithSchemaURL(semconv.SchemaURL)),
		propagators: c.propagators,
		metrics:     newMetrics(c.meters.Meter(scope, metric.WithInstrumentationVersion(outbound.Version), metric.WithSchemaURL(semconv.SchemaURL))),
	}
	o.calls.max, o.targets.max = keptSets, keptSets
	out := outbound.Observer{Attempt: o.attempt, Backoff: o.backoff, Change: o.change, End: o.end}
	if c.callSpan {
		out.Begin = o.begin
	}
	return out
}

type observer struct {
	tracer      trace.Tracer
	propagators propagation.TextMapPropagator
	metrics     *metrics
	calls       cache[callKey, callSets]
	targets     cache[targetKey, target]
	origins     origins
}
