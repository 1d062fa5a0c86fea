package suite

import (
	"encoding/json"
	"strings"

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
	t := Table{Case: c, Rows: s.race(c, all)}
	for i := range t.Rows {
		t.Rows[i].Cost = measure.Allocs(runs(c), all[i].call)
	}
	if c.Body > 0 {
		for i := range t.Rows {
			peak, err := Peak(c, t.Rows[i].Peer)
			if err != nil {
				s.err.set(err)
			}
			t.Rows[i].Heap = peak
		}
	}
	return t
}

// leastRounds is how many pairs a verdict needs.
const leastRounds = 20

// race times all against the first of them.
func (s *Suite) race(c cases.Case, all []entry) []Row {
	race := s.Race
	if c.Thin > 0 {
		race.Rounds = max(min(leastRounds, race.Rounds), race.Rounds/c.Thin)
	}
	calls := make([]func(), len(all))
	for i, e := range all {
		calls[i] = e.call
	}
	times := race.Run(calls[0], calls)
	rows := make([]Row, len(all))
	for i, e := range all {
		rows[i] = Row{Peer: e.name, Times: times[i], Ours: make(map[string]measure.Spread)}
		for j, o := range all {
			if i != j && strings.HasPrefix(o.name, "outbound") {
				rows[i].Ours[o.name] = times[j].Versus(times[i])
			}
		}
	}
	return rows
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
