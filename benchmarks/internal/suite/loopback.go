package suite

import (
	"example.com/outbound/benchmarks/internal/backend"
	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/peer"
)

// sequential is the number of calls whose dials are counted, one after another.
const sequential = 100

// loopback measures time and dials. Allocations are not counted, as the server
// is in the same process.
func (s *Suite) loopback(c cases.Case, url string) Table {
	return s.dialing(c, url, func(call func()) func() { return call }, sequential)
}

// dialing counts the dials of the first n calls of each peer, each with a
// transport of its own, and then times them. wrap makes of a call what is timed.
func (s *Suite) dialing(c cases.Case, url string, wrap func(func()) func(), n int) Table {
	transports := make(map[string]*backend.Dialed)
	all := s.entries(c, url, func(name string) peer.Setup {
		transports[name] = backend.NewTransport()
		return peer.Setup{Base: transports[name]}
	})
	t := Table{Case: c}
	for i, e := range all {
		all[i].call = wrap(e.call)
		for range n {
			all[i].call()
		}
		t.Rows = append(t.Rows, Row{Peer: e.name, Dials: transports[e.name].Dials()})
	}
	for i, times := range s.race(c, all) {
		t.Rows[i].Times = times
	}
	for _, d := range transports {
		d.CloseIdleConnections()
	}
	return t
}
