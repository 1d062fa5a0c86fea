package limit

import "time"

// Load is what an outcome says about the load of an origin.
type Load int

// The loads.
const (
	Unknown    Load = iota // it says nothing, unless it took long
	Good                   // an answer, in time if it did not take long
	Overloaded             // the origin says that it has too much to do, or does not answer
)

// adaptive is the number of slots under an [Adaptive]: additive increase,
// multiplicative decrease.
type adaptive struct {
	size    float64 // 0 before the first request
	credit  float64 // answers in time since size grew
	lowered time.Time
}

// limit returns the number of slots.
func (a *adaptive) limit(p *Adaptive) int {
	if a.size == 0 {
		a.size = float64(p.Start)
	}
	return int(a.size)
}

// answered adds or takes away: +1 for as many answers in time as there are
// slots, if most of them are in use, and a tenth less for one that is late, but
// not for requests that were under way when that was last done.
func (a *adaptive) answered(p *Adaptive, s *Slot, ran time.Duration, load Load) {
	const less = 0.9
	switch size := a.limit(p); {
	case ran > p.SlowAfter || load == Overloaded:
		if s.begun.Before(a.lowered) {
			return
		}
		a.size = max(float64(p.Min), a.size*less)
		a.lowered, a.credit = time.Now(), 0
	case load == Good && 2*s.slots.inFlight > size:
		if a.credit++; a.credit >= a.size {
			a.size = min(float64(p.Max), a.size+1)
			a.credit = 0
		}
	}
}
