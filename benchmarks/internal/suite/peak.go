package suite

import (
	"example.com/outbound/benchmarks/internal/backend"
	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/benchmarks/internal/peer"
)

// every is how many reads there are between two looks at the heap, which collect
// the garbage.
const every = 4

// Peak returns how many bytes the heap grows, at its highest, during one call of
// c by the peer of that name. It is looked at on every fourth read of the body, of
// 32 KiB each.
func Peak(c cases.Case, name string) (float64, error) {
	p, err := peer.Named(name)
	if err != nil {
		return 0, err
	}
	var peak *measure.Peak
	var reads int
	base := backend.Watch(new(backend.Memory), func() {
		if reads++; peak != nil && reads%every == 0 {
			peak.Look()
		}
	})
	client := newClient(p, c, inMemory, peer.Setup{Base: base})
	var s Suite
	call := s.calling(c, name, client)
	call() // fills caches that stay
	peak = measure.NewPeak()
	call()
	return float64(peak.High()), s.err.get()
}
