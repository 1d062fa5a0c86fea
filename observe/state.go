// Package observe defines the observer of a client, and what it is told: metrics,
// traces, pages and the log itself are observers.
//
//	outbound.WithObserver(outbound.Observer{
//		End: func(call middleware.Call, r outbound.CallResult) { count(call.Template(), r.Status) },
//	})
//
// An [Observer] has a function for each event, in the order of a call: Begin, Attempt
// ([AttemptResult], with its [Phases]), Backoff ([BackoffEvent]), End ([CallResult]).
// Change is told of breakers, gates and limits ([StateChange], [OriginState]). A nil
// function is not called. The functions are called from the goroutines of the calls,
// so they return soon and may be called concurrently.
//
// Package outbound has these types under the same names. Subpackages are observers:
// har, inspect, and as modules of their own oteloutbound and promoutbound.
package observe

import (
	"time"

	"example.com/outbound/middleware"
)

// StateChange is told when a breaker, a gate, a limit or a store changes its
// state for an origin. It is written once and then only read.
type StateChange struct {
	Origin string    // scheme://host[:port], or the policy's own key
	What   string    // "breaker", "gate", "limit" or "store"
	From   string    // the state before, such as "closed"
	To     string    // the state after, such as "open"
	Cause  string    // why, in words with numbers: "5 failures in a row, the last one 503"
	Until  time.Time // when the new state ends by itself, the zero time if it does not
	Client string    // name of the client

	// Call has made the client notice the change, the zero value if it was noticed
	// otherwise. It holds on to the whole call: do not keep it.
	Call middleware.Call
}

// OriginState is what a client knows about an origin. It is a snapshot: reading
// it changes nothing.
type OriginState struct {
	Origin   string        // scheme://host[:port], or the policy's own key
	Endpoint string        // the base URL of several that the state belongs to, "" with one
	Breaker  string        // "closed", "open", "half_open", "forced_open"; "" without a breaker
	Until    time.Time     // when an open breaker lets a request through, the zero time if it is not open
	Held     time.Duration // how long the origin's own wish still holds requests, 0 if it does not
	InFlight int           // requests that hold a slot of the concurrency limit
	Queued   int           // requests that wait: for the hold, the rate or a slot
	Limit    int           // slots of the concurrency limit now, 0 without one
	Failures int64         // judged failures in the breaker's window
	Calls    int64         // judged attempts in the breaker's window
}
