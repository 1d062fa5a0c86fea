package outbound

import (
	"example.com/outbound/observe"
)

// What an observer is and what it is told: see package observe.
type (
	Observer      = observe.Observer
	AttemptResult = observe.AttemptResult
	CallResult    = observe.CallResult
	BackoffEvent  = observe.BackoffEvent
	StateChange   = observe.StateChange
	OriginState   = observe.OriginState
	Phases        = observe.Phases
)

// WithObserver tells o of every call. Repeatable: the observers are called in the
// order in which they were given. Default: none.
func WithObserver(o Observer) Option {
	return noted("observers", "WithObserver", func(c *config) { c.Observers = append(c.Observers, o) })
}
