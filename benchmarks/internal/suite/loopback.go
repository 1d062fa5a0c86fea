package suite

import (
	"example.com/outbound/benchmarks/internal/backend"
	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/benchmarks/internal/peer"
)

// sequential is the number of calls whose dials are counted, one after another.
const sequential = 100

// loopback measures time and dials. Allocations are not counted, as the server
// is in the same process.
func (s *Suite) loopback(c cases.Case, url string) Table {
	return s.dialing(c, url, func(call func()) func() { return call }, sequential, 1)
}

// dialing counts the dials of the first n calls of each peer, each with a
// transport of its own, and then times them. wrap makes of a call what is timed.
// Where calls race for connections the count is the median of so many times.
func (s *Suite) dialing(c cases.Case, url string, wrap func(func()) func(), n, times int) Table {
	var all []entry
	var transports map[string]*backend.Dialed
	dials := make(map[string][]float64)
	for range times {
		for _, d := range transports {
			d.CloseIdleConnections()
		}
		transports = make(map[string]*backend.Dialed)
		all = s.entries(c, url, func(name string) peer.Setup {
			transports[name] = backend.NewTransport()
			return peer.Setup{Base: transports[name]}
		})
		for i, e := range all {
			all[i].call = wrap(e.call)
			for range n {
				all[i].call()
			}
			dials[e.name] = append(dials[e.name], float64(transports[e.name].Dials()))
		}
	}
	t := Table{Case: c, Rows: s.race(c, all)}
	for i, row := range t.Rows {
		t.Rows[i].Dials = int64(measure.SpreadOf(dials[row.Peer]).Median)
	}
	for _, d := range transports {
		d.CloseIdleConnections()
	}
	return t
}
