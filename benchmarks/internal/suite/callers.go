package suite

import (
	"errors"
	"fmt"

	"example.com/outbound/benchmarks/internal/backend"
	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/benchmarks/internal/peer"
)

// callerCounts is how many callers share a client at once.
var callerCounts = []int{1, 10, 100, 1_000, 10_000}

// fewest is how many calls all callers make together at least.
const fewest = 1_000

// Calling is the case of n callers at once.
func Calling(n int) cases.Case {
	return cases.Case{Name: fmt.Sprintf("%d callers", n), Mode: peer.Bounded, Call: cases.Plain.Call, Thin: 5}
}

// callers measures the time of n callers whose answers come at once, and what a
// call of n holds while all of them wait for theirs.
func (s *Suite) callers() (tables Tables) {
	for _, n := range callerCounts {
		c := Calling(n)
		s.Say("  in memory: %s", c.Name)
		all := s.entries(c, inMemory, func(string) peer.Setup { return peer.Setup{Base: new(backend.Memory)} })
		for i, e := range all {
			all[i].call = together(n, max(1, fewest/n), e.call)
		}
		t := Table{Case: c, Rows: s.race(c, all)}
		for i, row := range t.Rows {
			held, err := Held(row.Peer, n)
			if err != nil {
				s.err.set(err)
			}
			t.Rows[i].Held = held
		}
		tables = append(tables, t)
	}
	return tables
}

var errAbsent = errors.New("the peer does not take part")

// Held returns what a call of the peer of that name holds while n of them wait
// for their answers.
func Held(name string, n int) (measure.Flight, error) {
	p, err := peer.Named(name)
	if err != nil {
		return measure.Flight{}, err
	}
	var s Suite
	c, gate := Calling(n), backend.NewGate()
	client := newClient(p, c, inMemory, peer.Setup{Base: gate})
	if client == nil {
		return measure.Flight{}, errAbsent
	}
	call := s.calling(c, name, client)
	held := measure.InFlight(n, call, func() int64 {
		if s.err.get() != nil {
			return int64(n) // a call has failed, and never comes
		}
		return gate.Inside()
	}, gate.Open)
	return held, s.err.get()
}
