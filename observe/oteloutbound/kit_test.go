package oteloutbound_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/propagation"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace"

	"example.com/outbound"
	"example.com/outbound/observe/oteloutbound"
)

// recorder has the spans that have ended and the metrics of one observer.
type recorder struct {
	mu      sync.Mutex
	spans   []trace.ReadOnlySpan
	tracers *trace.TracerProvider
	reader  *sdkmetric.ManualReader
	meters  *sdkmetric.MeterProvider
}

func newRecorder() *recorder {
	r := &recorder{reader: sdkmetric.NewManualReader()}
	r.tracers = trace.NewTracerProvider(trace.WithSpanProcessor(r))
	r.meters = sdkmetric.NewMeterProvider(sdkmetric.WithReader(r.reader))
	return r
}

func (r *recorder) observer(opts ...oteloutbound.Option) outbound.Option {
	return outbound.WithObserver(oteloutbound.New(append([]oteloutbound.Option{
		oteloutbound.WithTracerProvider(r.tracers), oteloutbound.WithMeterProvider(r.meters),
		oteloutbound.WithPropagators(propagation.NewCompositeTextMapPropagator(propagation.TraceContext{}, propagation.Baggage{})),
	}, opts...)...))
}

func (r *recorder) OnStart(context.Context, trace.ReadWriteSpan) {}
func (r *recorder) Shutdown(context.Context) error               { return nil }
func (r *recorder) ForceFlush(context.Context) error             { return nil }
func (r *recorder) OnEnd(s trace.ReadOnlySpan) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.spans = append(r.spans, s)
}

// ended are the spans that have ended, in that order.
func (r *recorder) ended() []trace.ReadOnlySpan {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.spans)
}

// named is the only span of a name.
func (r *recorder) named(t *testing.T, name string) trace.ReadOnlySpan {
	t.Helper()
	var found []trace.ReadOnlySpan
	var names []string
	for _, s := range r.ended() {
		if names = append(names, s.Name()); s.Name() == name {
			found = append(found, s)
		}
	}
	if len(found) != 1 {
		t.Fatalf("got the spans %q, want one %q", names, name)
	}
	return found[0]
}

func attr(attrs []attribute.KeyValue, key string) string {
	for _, a := range attrs {
		if string(a.Key) == key {
			return a.Value.String()
		}
	}
	return ""
}

func wantAttrs(t *testing.T, s trace.ReadOnlySpan, want map[string]string) {
	t.Helper()
	for key, value := range want {
		if got := attr(s.Attributes(), key); got != value {
			t.Errorf("%s: %s: got %q, want %q", s.Name(), key, got, value)
		}
	}
}

// points are the points of a metric, "attributes: value" each, sorted.
func (r *recorder) points(t *testing.T, name string) (lines []string) {
	t.Helper()
	var all metricdata.ResourceMetrics
	if err := r.reader.Collect(context.Background(), &all); err != nil {
		t.Fatal(err)
	}
	for _, scope := range all.ScopeMetrics {
		for _, m := range scope.Metrics {
			if name != "" && m.Name != name {
				continue
			}
			switch data := m.Data.(type) {
			case metricdata.Sum[int64]:
				for _, p := range data.DataPoints {
					lines = append(lines, fmt.Sprintf("%s: %d", text(p.Attributes), p.Value))
				}
			case metricdata.Gauge[int64]:
				for _, p := range data.DataPoints {
					lines = append(lines, fmt.Sprintf("%s: %d", text(p.Attributes), p.Value))
				}
			case metricdata.Histogram[float64]:
				for _, p := range data.DataPoints {
					lines = append(lines, fmt.Sprintf("%s: %d in %vs", text(p.Attributes), p.Count, p.Sum))
				}
			default:
				t.Fatalf("%s: %T", m.Name, data)
			}
		}
	}
	slices.Sort(lines)
	return lines
}

func text(set attribute.Set) string {
	var parts []string
	for _, a := range set.ToSlice() {
		parts = append(parts, string(a.Key)+"="+a.Value.String())
	}
	return strings.Join(parts, " ")
}

func wantPoints(t *testing.T, r *recorder, name string, want ...string) {
	t.Helper()
	if got := r.points(t, name); !slices.Equal(got, want) {
		t.Errorf("%s: got\n\t%s\nwant\n\t%s", name, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}
