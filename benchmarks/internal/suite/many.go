package suite

import (
	"errors"
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
// calls together, and the dials that the first such crowd needs, of which there
// are nine: net/http dials for a call even when a connection comes back meanwhile.
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
	}, 1, 9)
}

// flight measures what a call of each peer holds while it waits for its answer.
func (s *Suite) flight() Table {
	t := Table{Case: inTheAir()}
	for _, p := range peer.All() {
		held, err := Held(p.Name, inFlight)
		switch {
		case errors.Is(err, errAbsent):
			continue
		case err != nil:
			s.err.set(err)
		}
		t.Rows = append(t.Rows, Row{Peer: p.Name, Held: held})
	}
	return t
}

var errAbsent = errors.New("the peer does not take part")

func inTheAir() cases.Case {
	c := cases.Plain
	c.Name = "10 000 calls in flight, everything on"
	c.Mode = peer.Full
	return c
}

// Held returns what a call of the peer of that name holds while n of them wait
// for their answers.
func Held(name string, n int) (measure.Flight, error) {
	p, err := peer.Named(name)
	if err != nil {
		return measure.Flight{}, err
	}
	var s Suite
	c, gate := inTheAir(), backend.NewGate()
	client := newClient(p, c, inMemory, peer.Setup{Base: gate})
	if client == nil {
		return measure.Flight{}, errAbsent
	}
	call := s.calling(c, name, client)
	held := measure.InFlight(n, call, func() int64 {
		if s.err.get() != nil {
			return int64(n) // somebody has left already
		}
		return gate.Inside()
	}, gate.Open)
	return held, s.err.get()
}
