package oteloutbound_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"example.com/outbound"
	"example.com/outbound/observe/oteloutbound"
)

func Example() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "Ada") }))
	defer server.Close()
	exporter := tracetest.NewInMemoryExporter() // a service has otlptracehttp.New or a like of it here
	reader := metric.NewManualReader()          // and a PeriodicReader here

	tracers := trace.NewTracerProvider(trace.WithBatcher(exporter))
	meters := metric.NewMeterProvider(metric.WithReader(reader))
	client, err := outbound.New(
		outbound.Standard(),
		outbound.WithBaseURL(server.URL),
		outbound.WithObserver(oteloutbound.New(
			oteloutbound.WithTracerProvider(tracers),
			oteloutbound.WithMeterProvider(meters),
			oteloutbound.WithPropagators(propagation.NewCompositeTextMapPropagator(propagation.TraceContext{}, propagation.Baggage{})),
		)),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()

	ctx := context.Background()
	if _, err := outbound.Get[string](ctx, client, "/users/{id}", outbound.PathParam("id", "42")); err != nil {
		fmt.Println(err)
	}
	_ = tracers.ForceFlush(ctx)
	for _, span := range exporter.GetSpans() {
		fmt.Println(span.SpanKind, span.Name)
	}
	// Output:
	// client GET /users/{id}
	// internal outbound /users/{id}
}
