package suite

import (
	"sync"

	"example.com/outbound/benchmarks/internal/cases"
)

const (
	callers = 50
	rounds  = 10
)

// The crowds: 50 callers share a client, and each makes 10 calls.
var (
	CrowdBare    = crowded(cases.Plain, "50 callers, everything off")
	CrowdFull    = crowded(cases.Parity, "50 callers, parity")
	CrowdBounded = crowded(cases.ParityBounded, "50 callers, parity with bounds")
)

// Crowds returns the crowds.
func Crowds() []cases.Case { return []cases.Case{CrowdBounded, CrowdFull, CrowdBare} }

func crowded(c cases.Case, name string) cases.Case {
	c.Name, c.Thin = name, 5
	return c
}

// crowd lets many callers share a client. It measures the time of all their
// calls together, and the dials that the first such crowd needs, of which there
// are nine: net/http dials for a call even when a connection comes back meanwhile.
func (s *Suite) crowd(c cases.Case, url string) Table {
	return s.dialing(c, url, func(call func()) func() { return together(callers, rounds, call) }, 1, 9)
}

// together lets n callers make so many calls each.
func together(n, each int, call func()) func() {
	return func() {
		var wg sync.WaitGroup
		for range n {
			wg.Go(func() {
				for range each {
					call()
				}
			})
		}
		wg.Wait()
	}
}
