package breaker

import (
	"time"

	"example.com/outbound/internal/keyed"
	"example.com/outbound/observe"
)

// Isolate opens the breaker of an origin (or of one of Key's names) by hand for
// d, whatever its state is; after d it is half-open. With d of 0 or less it
// closes the breaker. changed is what observers must be told. ok is false if the
// breaker cannot be kept because more than 1024 are not closed.
func (b *Breaker) Isolate(origin string, d time.Duration) (changed *observe.StateChange, ok bool) {
	k := keyed.Parse(origin, b.policy.Key != nil)
	if d <= 0 {
		return b.close(k), true
	}
	s := b.states.Lock(k)
	if s == nil {
		return nil, false
	}
	defer s.Unlock()
	return s.change(k.String(), Forced, time.Now().Add(d), "by hand"), true
}

func (b *Breaker) close(k keyed.Key) *observe.StateChange {
	s := b.states.Known(k)
	if s == nil {
		return nil
	}
	defer s.Unlock()
	if s.state() == Closed {
		return nil
	}
	return s.change(k.String(), Closed, time.Time{}, "by hand")
}

// States returns a snapshot of every breaker that is kept, in no order.
func (b *Breaker) States() (all []observe.OriginState) {
	for k, s := range b.states.All() {
		s.Lock()
		now := time.Now()
		sum := s.window.sum(now, b.policy.Window)
		o := observe.OriginState{
			Origin: k.String(), Breaker: string(s.state()),
			Failures: int64(sum.failed), Calls: int64(sum.calls),
		}
		if o.Breaker == string(Open) || o.Breaker == string(Forced) {
			o.Until = s.until
		}
		s.Unlock()
		all = append(all, o)
	}
	return all
}
