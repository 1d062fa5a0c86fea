package main

import (
	"context"
	"errors"
	"net/http"
	"os"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/trace"

	"example.com/outbound"
	"example.com/outbound/observe/har"
	"example.com/outbound/observe/inspect"
	"example.com/outbound/observe/oteloutbound"
	"example.com/outbound/observe/promoutbound"
)

// telemetry observes the clients of the shop.
type telemetry struct {
	tracers     *trace.TracerProvider
	propagators propagation.TextMapPropagator
	spans       *spanLog
	registry    *prometheus.Registry
	counter     outbound.Observer
	inspector   *inspect.Inspector
	recorder    *har.Recorder // nil without a file
	file        *os.File
}

func newTelemetry(ctx context.Context, cfg config) (*telemetry, error) {
	t := &telemetry{
		spans:       &spanLog{},
		registry:    prometheus.NewRegistry(),
		inspector:   inspect.New(inspect.Isolate()),
		propagators: propagation.NewCompositeTextMapPropagator(propagation.TraceContext{}, propagation.Baggage{}),
	}
	exporters := []trace.TracerProviderOption{trace.WithSyncer(t.spans)} // in memory: it holds nothing up
	if cfg.otlp {
		exporter, err := otlptracehttp.New(ctx) // it reads OTEL_EXPORTER_OTLP_ENDPOINT
		if err != nil {
			return nil, err
		}
		exporters = append(exporters, trace.WithBatcher(exporter))
	}
	t.tracers = trace.NewTracerProvider(exporters...)

	var err error
	if t.counter, err = promoutbound.New(t.registry); err != nil {
		return nil, err
	}
	if cfg.har != "" {
		if t.file, err = os.Create(cfg.har); err != nil {
			return nil, err
		}
		t.recorder = har.New(t.file)
	}
	return t, nil
}

// observers are the options of every client. That of OpenTelemetry is the first, so
// that the metrics after it have the trace as an exemplar.
func (t *telemetry) observers() outbound.Option {
	all := []outbound.Option{
		outbound.WithObserver(oteloutbound.New(
			oteloutbound.WithTracerProvider(t.tracers),
			oteloutbound.WithPropagators(t.propagators),
		)),
		outbound.WithObserver(t.counter),
		outbound.WithObserver(t.inspector.Observer()),
	}
	if t.recorder != nil {
		all = append(all, outbound.WithObserver(t.recorder.Observer()))
	}
	return outbound.Options(all...)
}

// admin serves what was observed. It is for this machine.
func (t *telemetry) admin() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/outbound/", http.StripPrefix("/outbound", t.inspector))
	mux.Handle("GET /metrics", promhttp.HandlerFor(t.registry, promhttp.HandlerOpts{EnableOpenMetrics: true}))
	mux.Handle("GET /traces", t.spans)
	return mux
}

func (t *telemetry) close(ctx context.Context) error {
	err := t.tracers.Shutdown(ctx)
	if t.recorder != nil {
		err = errors.Join(err, t.recorder.Close(), t.file.Close())
	}
	return err
}
