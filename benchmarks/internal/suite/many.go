package suite

import (
	"sync"

	"example.com/outbound/benchmarks/internal/backend"
	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/benchmarks/internal/peer"
)

const (
	callers  = 50
	rounds   = 20
	inFlight = 10_000
)

func crowded(mode peer.Mode) cases.Case {
	c := cases.Plain
	c.Mode, c.Thin = mode, 5
	c.Name = "50 callers, 20 GETs each, everything off"
	if mode == peer.Full {
		c.Name = "50 callers, 20 GETs each, everything on"
	}
	return c
}

// crowd lets many callers share a client. It measures the time of all their
// calls together, and the dials that the first such crowd needs.
func (s *Suite) crowd(c cases.Case, url string) Table {
	return s.dialing(c, url, func(call func()) func() {
		return func() {
			var wg sync.WaitGroup
			for range callers {
				wg.Go(func() {
					for range rounds {
						call()
					}
				})
			}
			wg.Wait()
		}
	}, 1)
}

// flight measures what a call holds while it waits for its answer.
func (s *Suite) flight() Table {
	c := cases.Plain
	c.Name = "10 000 calls in flight, everything on"
	c.Mode = peer.Full
	gates := make(map[string]*backend.Gate)
	all := s.entries(c, inMemory, func(name string) peer.Setup {
		gates[name] = backend.NewGate()
		return peer.Setup{Base: gates[name]}
	})
	t := Table{Case: c}
	for _, e := range all {
		gate := gates[e.name]
		f := measure.InFlight(inFlight, e.call, func() int64 {
			if s.err.get() != nil {
				return inFlight // somebody has left already
			}
			return gate.Inside()
		}, gate.Open)
		t.Rows = append(t.Rows, Row{Peer: e.name, Held: f})
	}
	return t
}
