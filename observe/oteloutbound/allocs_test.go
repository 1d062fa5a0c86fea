package oteloutbound_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/propagation"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/trace"

	"example.com/outbound"
	"example.com/outbound/observe/oteloutbound"
)

// memory answers without a network.
type memory struct{}

func (memory) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, ContentLength: 2, Body: io.NopCloser(strings.NewReader("ok")), Request: req,
	}, nil
}

// plainGet returns a function that makes a plain GET through HTTP().
func plainGet(t testing.TB, opts ...outbound.Option) func() {
	t.Helper()
	c, err := outbound.New(append([]outbound.Option{
		outbound.Standard(), outbound.WithBaseURL("https://api.example"), outbound.WithTransport(memory{}),
	}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	hc := c.HTTP(outbound.Template("/users/{id}"))
	return func() {
		req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "https://api.example/users/42?token=s3cr3t", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := hc.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
	}
}

type discard struct{}

func (discard) ExportSpans(context.Context, []trace.ReadOnlySpan) error { return nil }
func (discard) Shutdown(context.Context) error                          { return nil }

// metered is an observer whose spans a sampler takes or leaves.
func metered(sampler trace.Sampler, opts ...oteloutbound.Option) outbound.Observer {
	return oteloutbound.New(append([]oteloutbound.Option{
		oteloutbound.WithTracerProvider(trace.NewTracerProvider(trace.WithSampler(sampler), trace.WithBatcher(discard{}))),
		oteloutbound.WithMeterProvider(sdkmetric.NewMeterProvider(sdkmetric.WithReader(sdkmetric.NewManualReader()))),
		oteloutbound.WithPropagators(propagation.NewCompositeTextMapPropagator(propagation.TraceContext{}, propagation.Baggage{})),
	}, opts...)...)
}

func TestACallThatIsObservedCostsNoMoreThanPromised(t *testing.T) {
	bare := testing.AllocsPerRun(500, plainGet(t))
	for name, tt := range map[string]struct {
		observer outbound.Observer
		want     float64
	}{
		"unsampled":                    {metered(trace.NeverSample()), 25},
		"unsampled, without call span": {metered(trace.NeverSample(), oteloutbound.CallSpan(false)), 20},
		"sampled":                      {metered(trace.AlwaysSample()), 35},
		"sampled, without call span":   {metered(trace.AlwaysSample(), oteloutbound.CallSpan(false)), 30},
		"without a provider":           {oteloutbound.New(), 20},
	} {
		got := testing.AllocsPerRun(500, plainGet(t, outbound.WithObserver(tt.observer))) - bare
		t.Logf("%s: %v allocations", name, got)
		if got > tt.want {
			t.Errorf("%s: got %v allocations more than without, want at most %v", name, got, tt.want)
		}
	}
}

func BenchmarkGet(b *testing.B) {
	for name, opts := range map[string][]outbound.Option{
		"bare":                           nil,
		"unsampled":                      {outbound.WithObserver(metered(trace.NeverSample()))},
		"unsampled, without a call span": {outbound.WithObserver(metered(trace.NeverSample(), oteloutbound.CallSpan(false)))},
		"sampled":                        {outbound.WithObserver(metered(trace.AlwaysSample()))},
		"sampled, without a call span":   {outbound.WithObserver(metered(trace.AlwaysSample(), oteloutbound.CallSpan(false)))},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			call := plainGet(b, opts...)
			for b.Loop() {
				call()
			}
		})
	}
}
