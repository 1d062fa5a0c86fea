package suite

import (
	"example.com/outbound/benchmarks/internal/backend"
	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/benchmarks/internal/peer"
)

// Making a client, without and with its first call.
var (
	New       = cases.Case{Name: "New()", Mode: peer.Full, Thin: 4}
	FirstCall = cases.Case{Name: "New() and first call", Mode: peer.Full, Call: cases.Decode.Call, Thin: 4}
)

// start measures how long a client takes to be made, as the hand-written program
// does at its start.
func (s *Suite) start() (tables Tables) {
	for _, c := range []cases.Case{New, FirstCall} {
		s.Say("  in memory: %s", c.Name)
		var all []entry
		for _, p := range peer.All() {
			if newClient(p, c, inMemory, peer.Setup{Base: new(backend.Memory)}) == nil {
				continue
			}
			all = append(all, entry{p.Name, func() {
				client := newClient(p, c, inMemory, peer.Setup{Base: new(backend.Memory)})
				if c.Call != nil {
					s.calling(c, p.Name, client)()
				}
			}})
		}
		t := Table{Case: c, Rows: s.race(c, all)}
		for i := range t.Rows {
			t.Rows[i].Cost = measure.Allocs(50, all[i].call)
		}
		tables = append(tables, t)
	}
	return tables
}
