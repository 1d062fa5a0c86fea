package breaker

import (
	"net/http"
	"time"

	"example.com/outbound/internal/keyed"
	"example.com/outbound/observe"
)

// Breaker holds the breakers of all origins under one policy. It keeps at most
// 1024 of them: closed ones make way, and an origin for which there is no room
// has none. It is safe for concurrent use.
type Breaker struct {
	policy Policy // with its defaults
	states keyed.Map[state, *state]
}

// New makes a Breaker. It fails if p does not validate.
func New(p Policy) (*Breaker, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	return &Breaker{policy: p.withDefaults()}, nil
}

// Permit is the leave to send one request. Report must be called with the
// outcome, once: a second report does nothing, and neither does a report to the
// zero Permit. A probe whose permit is never reported counts as lost after
// [Policy.MaxOpen].
type Permit struct {
	breaker *Breaker
	state   *state
	key     keyed.Key
	period  uint64
	serial  uint64 // of a probe, 0 for another request
}

// Probe reports whether the request probes a half-open breaker.
func (p *Permit) Probe() bool { return p.serial != 0 }

// Ask returns the state that a request would meet now, and the time until the
// breaker lets requests through again, 0 if it does now. It takes no permit.
func (b *Breaker) Ask(req *http.Request) (State, time.Duration) {
	s := b.states.Known(keyed.Of(req, b.policy.Key))
	if s == nil {
		return Closed, 0
	}
	defer s.Unlock()
	if s.now == "" || s.now == Closed {
		return Closed, 0
	}
	return b.ask(s, time.Now())
}

// Cause says why the breaker of req's origin opened last, "" if it did not.
func (b *Breaker) Cause(req *http.Request) string {
	s := b.states.Known(keyed.Of(req, b.policy.Key))
	if s == nil {
		return ""
	}
	defer s.Unlock()
	return s.cause
}

// ask is Ask for a state that is locked and not closed.
func (b *Breaker) ask(s *state, now time.Time) (State, time.Duration) {
	switch s.now {
	case HalfOpen:
		if !b.room(s, now) {
			return HalfOpen, b.policy.OpenFor / 10
		}
		return HalfOpen, 0
	default:
		if left := s.until.Sub(now); left > 0 {
			return s.now, left
		}
		return HalfOpen, 0
	}
}

// room reports whether a half-open breaker takes another probe. It frees the
// places of lost ones.
func (b *Breaker) room(s *state, now time.Time) bool {
	kept := s.probes[:0]
	for _, p := range s.probes {
		if now.Sub(p.begun) < b.policy.MaxOpen {
			kept = append(kept, p)
		}
	}
	s.probes = kept
	return len(s.probes) < b.policy.Probes
}

// Acquire gives a permit, or refuses: then left is above 0, the time after which
// asking again makes sense. changed is what observers must be told, nil for
// nothing.
func (b *Breaker) Acquire(req *http.Request) (p Permit, left time.Duration, changed *observe.StateChange) {
	k := keyed.Of(req, b.policy.Key)
	s := b.states.Lock(k)
	if s == nil {
		return Permit{}, 0, nil
	}
	defer s.Unlock()
	p = Permit{breaker: b, state: s, key: k}
	if s.now != "" && s.now != Closed {
		now := time.Now()
		state, left := b.ask(s, now)
		if left > 0 {
			return Permit{}, left, nil
		}
		if s.now != state {
			changed = s.change(k.String(), HalfOpen, time.Time{}, "the open time has passed")
		}
		s.serial++
		s.probes = append(s.probes, probe{s.serial, now})
		p.serial = s.serial
	}
	p.period = s.period
	return p, 0, changed
}
