package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/benchmarks/internal/backend"
	"example.com/outbound/benchmarks/internal/limits"
	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/benchmarks/internal/wire"
	"example.com/outbound/middleware/limit"
)

// guarded has every policy per origin on.
func guarded() outbound.Option {
	return outbound.Options(outbound.Resilient(), outbound.WithRateLimit(limit.Rate{N: 1e9}))
}

// getting is a GET of a page by a standard client, with its body read.
func getting(t testing.TB, c *outbound.Client, url string) func() {
	hc := c.HTTP()
	return func() {
		req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, url, nil)
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

func TestThePoliciesPerOriginCostFewAllocations(t *testing.T) {
	const url = "http://bench.example" + wire.ItemPath
	base := new(backend.Memory)
	standard := testing.AllocsPerRun(300, getting(t, newClient(t, outbound.Standard(), outbound.WithTransport(base)), url))
	got := testing.AllocsPerRun(300, getting(t, newClient(t, guarded(), outbound.WithTransport(base)), url))
	t.Logf("Standard %v, with every policy %v", standard, got)
	if got > standard+limits.PoliciesPerOrigin {
		t.Errorf("got %v allocations, want at most %v and %d", got, standard, limits.PoliciesPerOrigin)
	}
}

func TestAnOriginAmongManyCostsNoAllocationOnceItIsKnown(t *testing.T) {
	c, n := newClient(t, guarded(), outbound.WithTransport(new(backend.Memory))), 0
	one := testing.AllocsPerRun(300, getting(t, c, "http://bench.example"+wire.ItemPath))
	var calls []func()
	for n := range 100 {
		calls = append(calls, getting(t, c, fmt.Sprintf("http://o%d.example%s", n, wire.ItemPath)))
		calls[n]()
	}
	many := testing.AllocsPerRun(300, func() { calls[n%100](); n++ })
	if many > one {
		t.Errorf("got %v allocations of a call to one of 100 origins, want %v as to one", many, one)
	}
}

// The state of ten thousand origins, of which each policy keeps 1024.
func TestTheStateOfManyOriginsIsSmall(t *testing.T) {
	c := newClient(t, guarded(), outbound.WithTransport(new(backend.Memory)))
	var before, after runtime.MemStats
	getting(t, c, "http://bench.example"+wire.ItemPath)()
	runtime.GC()
	runtime.ReadMemStats(&before)
	for n := range 10_000 {
		getting(t, c, "http://"+string(rune('a'+n%26))+time.Duration(n).String()+".example"+wire.ItemPath)()
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	held := int64(after.HeapAlloc) - int64(before.HeapAlloc)
	t.Logf("%d KiB", held>>10)
	if held > limits.OriginsBytes {
		t.Errorf("got %d bytes, want at most %d", held, limits.OriginsBytes)
	}
	runtime.KeepAlive(c)
}

// BenchmarkFiftyCallers measures 50 callers on the loopback interface with every
// policy on, each turn beside one of Standard:
//
//	go test -run '^$' -bench FiftyCallers .
func BenchmarkFiftyCallers(b *testing.B) {
	server := backend.NewLoopback()
	defer server.Close()
	crowd := func(opt outbound.Option) func() {
		c, err := outbound.New(opt, outbound.WithTransport(backend.NewTransport().Transport))
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = c.Close() })
		call := getting(b, c, server.URL()+wire.ItemPath)
		return func() {
			var all sync.WaitGroup
			for range 50 {
				all.Go(func() {
					for range 20 {
						call()
					}
				})
			}
			all.Wait()
		}
	}
	standard, with := crowd(outbound.Standard()), crowd(guarded())
	race := measure.Race{Rounds: 51, Turn: 40 * time.Millisecond}
	for b.Loop() {
		ratio := race.Run(standard, []func(){with})[0].Ratio
		b.ReportMetric(ratio.Q1, "q1/ratio")
		b.ReportMetric(ratio.Median, "median/ratio")
		b.ReportMetric(ratio.Q3, "q3/ratio")
	}
}
