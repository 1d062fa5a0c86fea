package suite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"example.com/outbound/benchmarks/internal/backend"
	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/benchmarks/internal/peer"
)

// longCounts is after how many attempts the memory of one call is looked at.
var longCounts = []int{10, 1_000, 100_000}

// Attempts is the case of one call of n attempts.
func Attempts(n int) cases.Case {
	return cases.Case{Name: fmt.Sprintf("%d attempts", n), Mode: peer.Retrying, Call: cases.Plain.Call}
}

// long measures what one call keeps alive after so many attempts.
func (s *Suite) long() Tables {
	tables := make(Tables, len(longCounts))
	for i, n := range longCounts {
		tables[i].Case = Attempts(n)
	}
	for _, p := range peer.All() {
		heaps, err := Grown(p.Name, longCounts)
		if errors.Is(err, errAbsent) {
			continue
		}
		if err != nil {
			s.err.set(err)
		}
		for i, heap := range heaps {
			tables[i].Rows = append(tables[i].Rows, Row{Peer: p.Name, Heap: heap})
		}
	}
	return tables
}

// Grown returns by how many bytes the live heap has grown when a call of the peer
// of that name is at each of the attempts, which ascend.
func Grown(name string, at []int) (heaps []float64, err error) {
	p, err := peer.Named(name)
	if err != nil {
		return nil, err
	}
	var start float64
	base := &backend.Endless{Last: at[len(at)-1], Look: func(attempt int) {
		if slices.Contains(at, attempt) {
			heaps = append(heaps, max(0, measure.Live()-start))
		}
	}}
	client := p.New(peer.Retrying, peer.Setup{Base: base, URL: inMemory, Log: io.Discard, Attempts: base.Last})
	if client == nil {
		return nil, errAbsent
	}
	start = measure.Live()
	if err := cases.Plain.Call(context.Background(), client); err != nil {
		return heaps, fmt.Errorf("%s: %d attempts: %w", name, base.Last, err)
	}
	return heaps, nil
}
