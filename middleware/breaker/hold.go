package breaker

import (
	"math"
	"net/http"
	"time"

	"example.com/outbound/internal/keyed"
)

// Hold returns how long a caller that could wait should wait before it asks
// again, 0 if the breaker lets requests through. Callers of an open breaker are
// told different times, the first of them the earliest: one of them probes, and
// the others should not all come when it does.
func (b *Breaker) Hold(req *http.Request) time.Duration {
	s := b.states.Known(keyed.Of(req, b.policy.Key))
	if s == nil {
		return 0
	}
	defer s.Unlock()
	if s.now == "" || s.now == Closed {
		return 0
	}
	_, left := b.ask(s, time.Now())
	if left > 0 {
		left += time.Duration(fraction(s.asked) * float64(b.policy.OpenFor/10))
		s.asked++
	}
	return left
}

// fraction returns the n-th of a sequence that fills [0, 1) evenly and begins
// with 0: the multiples of the golden ratio, without their whole part.
func fraction(n uint32) float64 {
	_, f := math.Modf(float64(n) * math.Phi)
	return f
}

// Opened returns a channel that is closed when the breaker opens, nil if it
// cannot open or is not closed: a caller that waits for something else waits for
// this too.
func (b *Breaker) Opened(req *http.Request) <-chan struct{} {
	s := b.states.Lock(keyed.Of(req, b.policy.Key))
	if s == nil {
		return nil
	}
	defer s.Unlock()
	if s.opened == nil {
		s.opened = make(chan struct{})
	}
	return s.opened
}
