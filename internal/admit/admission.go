package admit

import (
	"sync"

	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
)

// Admission is the state of the policies of one client. A nil Admission is that
// of a client without any: its methods do nothing. It is safe for concurrent
// use, holds no goroutine and reads no clock before the first request.
type Admission struct {
	policies Policies
	hooks    Hooks
	breaker  *breaker.Breaker
	gate     *limit.Holds
	rate     *limit.Limiter
	slots    *limit.Semaphore

	mu      sync.Mutex
	closed  bool
	closing chan struct{} // made by the first request that waits
}

// New makes an Admission, nil if every policy is off. It shares the state of the
// policies that it has in common with old, those of the same pointer; old may be
// nil, and is where the state must not be shared. It fails if a policy does not
// validate.
func New(p Policies, h Hooks, old *Admission) (*Admission, error) {
	if p == (Policies{}) {
		return nil, nil // off
	}
	if err := p.Validate(); err != nil {
		return nil, err
	}
	a := &Admission{policies: p, hooks: h}
	if old == nil {
		old = new(Admission)
	}
	if p.Breaker != nil {
		a.breaker, _ = breaker.New(*p.Breaker) // validated
		if p.Breaker == old.policies.Breaker {
			a.breaker = old.breaker
		}
	}
	if p.Gate != nil {
		a.gate, _ = limit.NewHolds(*p.Gate)
		if p.Gate == old.policies.Gate {
			a.gate = old.gate
		}
	}
	if p.Rate != nil {
		a.rate, _ = limit.NewLimiter(*p.Rate)
		if p.Rate == old.policies.Rate {
			a.rate = old.rate
		}
	}
	if p.Concurrency != nil {
		a.slots, _ = limit.NewSemaphore(*p.Concurrency)
		if p.Concurrency == old.policies.Concurrency {
			a.slots = old.slots
		}
	}
	return a, nil
}

// Names are the policies that are on, in the order in which they are asked.
func (a *Admission) Names() (names []string) {
	if a == nil {
		return nil
	}
	for _, p := range []struct {
		name string
		on   bool
	}{
		{"breaker", a.breaker != nil},
		{"gate", a.gate != nil},
		{"rate-limit", a.rate != nil},
		{"concurrency", a.slots != nil},
	} {
		if p.on {
			names = append(names, p.name)
		}
	}
	return names
}

// Close ends every wait of this admission with the kind closed, and refuses so
// every further request that would have to wait. Admissions that share its state
// go on.
func (a *Admission) Close() {
	if a == nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.closed && a.closing != nil {
		close(a.closing)
	}
	a.closed = true
}

// whenClosed returns a channel that Close closes. It is made when a request
// first waits, so that it belongs to the bubble of a test that uses virtual time.
func (a *Admission) whenClosed() (closing <-chan struct{}, closed bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closing == nil {
		a.closing = make(chan struct{})
	}
	return a.closing, a.closed
}
