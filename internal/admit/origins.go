package admit

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"example.com/outbound/observe"
)

// Origins returns what is known about each origin, or key of a policy's own,
// sorted by name.
func (a *Admission) Origins() []observe.OriginState {
	if a == nil {
		return nil
	}
	all := map[string]observe.OriginState{}
	for _, s := range a.states() {
		o := all[s.Origin]
		o.Origin = s.Origin
		o.Breaker, o.Until = cmp.Or(s.Breaker, o.Breaker), cmp.Or(s.Until, o.Until)
		o.Held = max(o.Held, s.Held)
		o.InFlight += s.InFlight
		o.Queued += s.Queued
		o.Limit = max(o.Limit, s.Limit)
		o.Failures += s.Failures
		o.Calls += s.Calls
		all[s.Origin] = o
	}
	if a.breaker != nil {
		for name, o := range all {
			o.Breaker = cmp.Or(o.Breaker, "closed")
			all[name] = o
		}
	}
	return slices.SortedFunc(maps.Values(all), func(x, y observe.OriginState) int { return cmp.Compare(x.Origin, y.Origin) })
}

func (a *Admission) states() (all []observe.OriginState) {
	if a.breaker != nil {
		all = append(all, a.breaker.States()...)
	}
	if a.gate != nil {
		all = append(all, a.gate.States()...)
	}
	if a.rate != nil {
		all = append(all, a.rate.States()...)
	}
	if a.slots != nil {
		all = append(all, a.slots.States()...)
	}
	return all
}

// Isolate opens the breaker of an origin, or of a key of the breaker's own, by
// hand for d; 0 closes it. It is false where no breaker is on.
func (a *Admission) Isolate(origin string, d time.Duration) bool {
	if a == nil || a.breaker == nil {
		return false
	}
	changed, ok := a.breaker.Isolate(origin, d)
	a.hooks.changed(nil, changed)
	return ok
}
