package main

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"

	"example.com/outbound"
	"example.com/outbound/benchmarks/internal/backend"
	"example.com/outbound/benchmarks/internal/limits"
	"example.com/outbound/middleware"
)

var counted atomic.Int64

// counting is an observer that counts all that it is told.
func counting() outbound.Observer {
	over := func(outbound.AttemptResult) { counted.Add(1) }
	return outbound.Observer{
		Begin: func(ctx context.Context, _ middleware.Call) context.Context { counted.Add(1); return ctx },
		Attempt: func(_ context.Context, req *http.Request) (*http.Request, func(outbound.AttemptResult)) {
			counted.Add(1)
			return req, over
		},
		Backoff: func(middleware.Call, outbound.BackoffEvent) { counted.Add(1) },
		Change:  func(outbound.StateChange) { counted.Add(1) },
		End:     func(middleware.Call, outbound.CallResult) { counted.Add(1) },
	}
}

func TestAnObserverThatCountsCostsAtMostOneAllocation(t *testing.T) {
	for name, tt := range map[string]struct {
		observers int
		want      float64
	}{
		"none":  {0, limits.PlainHTTP},
		"one":   {1, limits.PlainHTTP + 1},
		"three": {3, limits.PlainHTTP + 1},
	} {
		opts := []outbound.Option{outbound.Standard(), outbound.WithTransport(new(backend.Memory))}
		for range tt.observers {
			opts = append(opts, outbound.WithObserver(counting()))
		}
		hc := newClient(t, opts...).HTTP()
		got := testing.AllocsPerRun(300, func() {
			req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "http://bench.example/plain", nil)
			if err != nil {
				t.Fatal(err)
			}
			resp, err := hc.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
		})
		if got > tt.want {
			t.Errorf("%s: got %v allocations, want at most %v", name, got, tt.want)
		}
	}
}
