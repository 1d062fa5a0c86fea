package oteloutbound_test

import (
	"context"
	"testing"
	"time"

	"go.opentelemetry.io/otel/sdk/trace"

	"example.com/outbound"
	"example.com/outbound/mock"
	"example.com/outbound/observe/oteloutbound"
)

// stuck is an exporter that does not return before it is released.
type stuck chan struct{}

func (s stuck) ExportSpans(context.Context, []trace.ReadOnlySpan) error { <-s; return nil }
func (s stuck) Shutdown(context.Context) error                          { return nil }

func TestAnExporterThatBlocksHoldsNoCallUp(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		m.On("GET", "/x", mock.Text(200, "x")).AnyTimes()
		exporter := make(stuck)
		tracers := trace.NewTracerProvider(trace.WithBatcher(exporter, trace.WithMaxQueueSize(10), trace.WithMaxExportBatchSize(5)))
		c, err := outbound.New(outbound.WithBaseURL("https://api.test"), outbound.WithMockTransport(m),
			outbound.WithObserver(oteloutbound.New(oteloutbound.WithTracerProvider(tracers))))
		if err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		for range 1000 {
			if _, err := outbound.Get[string](t.Context(), c, "/x"); err != nil {
				t.Fatal(err)
			}
		}
		if d := time.Since(begun); d != 0 {
			t.Errorf("the calls took %v", d)
		}
		close(exporter)
		_ = tracers.Shutdown(context.Background())
	})
}
