package suite

import (
	"context"
	"fmt"
	"runtime"
	"strconv"

	"example.com/outbound/benchmarks/internal/backend"
	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/benchmarks/internal/peer"
	"example.com/outbound/benchmarks/internal/wire"
)

// originCounts is how many origins the calls of a client go to in turn.
var originCounts = []int{1, 100, 10_000}

// ToOrigins is the case of calls to n origins.
func ToOrigins(n int) cases.Case {
	return cases.Case{Name: fmt.Sprintf("%d origins", n), Mode: peer.Full, Thin: 4}
}

// origins measures the time of a call and what stays alive once each origin was
// called. The base is in memory, so that a pool of connections is no part of it.
func (s *Suite) origins() (tables Tables) {
	for _, n := range originCounts {
		c := ToOrigins(n)
		s.Say("  in memory: %s", c.Name)
		urls := make([]string, n)
		for i := range urls {
			urls[i] = "http://o" + strconv.Itoa(i) + ".example" + wire.ItemPath
		}
		var all []entry
		var heaps []float64
		for _, p := range append(peer.All(), peer.Resilient()) {
			start := measure.Live()
			client := newClient(p, c, "", peer.Setup{Base: new(backend.Memory)})
			if client == nil {
				continue
			}
			next := 0
			one := c
			one.Call = func(ctx context.Context, client peer.Client) error {
				next++
				return client.Get(ctx, urls[next%n])
			}
			call := s.calling(one, p.Name, client)
			for range n {
				call()
			}
			heaps = append(heaps, max(0, measure.Live()-start))
			runtime.KeepAlive(client)
			all = append(all, entry{p.Name, call})
		}
		t := Table{Case: c, Rows: s.race(c, all)}
		for i := range t.Rows {
			t.Rows[i].Heap, t.Rows[i].Cost = heaps[i], measure.Allocs(300, all[i].call)
		}
		tables = append(tables, t)
	}
	return tables
}
