package outbound

import (
	"example.com/outbound/observe"
)

// The types of [WithObserver], which package observe has.
type (
	// Observer has the functions that are called while calls are made.
	Observer = observe.Observer
	// AttemptResult describes how one send has ended.
	AttemptResult = observe.AttemptResult
	// CallResult describes how a call has ended.
	CallResult = observe.CallResult
	// BackoffEvent describes a wait for the next attempt.
	BackoffEvent = observe.BackoffEvent
	// StateChange describes a change of a breaker, a gate, a limit or a store.
	StateChange = observe.StateChange
	// OriginState is what the breaker, the gate and the limits know of an origin: see
	// [Client.Origins].
	OriginState = observe.OriginState
	// Phases has the durations of the phases of an attempt, such as connecting.
	Phases = observe.Phases
)

// WithObserver calls the functions of o for every call. Repeatable: the observers are
// called in the order in which they were given. Default: none.
func WithObserver(o Observer) Option {
	return noted("observers", "WithObserver", func(c *config) { c.Observers = append(c.Observers, o) })
}
