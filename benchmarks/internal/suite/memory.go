package suite

import (
	"encoding/json"

	"example.com/outbound/benchmarks/internal/backend"
	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/benchmarks/internal/peer"
	"example.com/outbound/benchmarks/internal/wire"
)

// inMemory is the URL of a host that is never asked.
const inMemory = "http://bench.example"

// memory measures time and allocations, and the heap if the body is big.
func (s *Suite) memory(c cases.Case) Table {
	all := s.entries(c, inMemory, func(string) peer.Setup { return peer.Setup{Base: new(backend.Memory)} })
	t := Table{Case: c}
	for i, times := range s.race(c, all) {
		row := Row{Peer: all[i].name, Times: times, Cost: measure.Allocs(runs(c), all[i].call)}
		t.Rows = append(t.Rows, row)
	}
	if c.Body > 0 {
		for i := range t.Rows {
			peak, err := Peak(c, t.Rows[i].Peer)
			if err != nil {
				s.err.set(err)
			}
			t.Rows[i].Peak = peak
		}
	}
	return t
}

// race times all against the first of them.
func (s *Suite) race(c cases.Case, all []entry) []measure.Times {
	race := s.Race
	if c.Thin > 0 {
		race.Rounds = max(3, race.Rounds/c.Thin)
	}
	calls := make([]func(), len(all))
	for i, e := range all {
		calls[i] = e.call
	}
	return race.Run(calls[0], calls)
}

// runs is the number of operations whose allocations are counted.
func runs(c cases.Case) int {
	if c.Body > 0 {
		return 5
	}
	return 300
}

// decoder returns what json.Unmarshal needs for the big list by itself.
func decoder() measure.Cost {
	return measure.Allocs(5, func() {
		var v []wire.Order
		if err := json.Unmarshal(wire.List, &v); err != nil {
			panic(err) // the list was encoded here
		}
	})
}
