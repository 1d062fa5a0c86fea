// Package retry repeats what failed for a passing reason: as a layer of the
// chain for requests, and as [Do] for any function, by one [Policy].
//
// It is safe by default. Nothing is sent twice that may have been processed
// already, waits are jittered and bounded, a server's Retry-After is honoured.
//
// To read first:
//
//   - [Policy], plain data, whose zero value is the default policy
//   - [Wait], the schedule ([Exponential], [Constant], [List], …), and [Jitter],
//     its random part
//   - [Condition], what is retried ([Transient] by default; [OnStatus], [OnKind],
//     [OnError], [Any], [All], [Not]), and [Permanent] and [Again], which mark an error
//   - [Budget], which keeps retries from multiplying the load on a server that fails
//   - [Event] and [Reason], what Observe is told, and why retrying ended
//
// [New] makes the layer that the option WithRetry puts into a client.
package retry

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"time"
)

// Unlimited takes the bound off [Policy.Attempts] or [Policy.MaxElapsed].
const Unlimited = -1

// Policy says what is retried, when, and for how long. The zero value is the
// house policy: 4 attempts within 50 seconds, waits of up to 1, 2 and 4 seconds,
// idempotent methods, transient failures. It is plain data: copy it, change a
// field, hand it on. It may be used by many goroutines as long as none writes to
// it; Wait, Jitter, When, Observe and Rand are then called from many at once.
type Policy struct {
	// Attempts is the number of sends, the first included. Zero means 4, 1 means
	// no retry, [Unlimited] no bound.
	Attempts int

	// MaxElapsed is the time since the beginning of the call within which waits
	// and further attempts must start. Zero means 50 s, [Unlimited] no bound.
	MaxElapsed time.Duration

	// ElapsedMode says what becomes of a wait that ends after MaxElapsed. Zero
	// means [Clip].
	ElapsedMode ElapsedMode

	// Limits bounds the retries per class of failure, on top of Attempts. Zero
	// means no bound but Attempts.
	Limits Limits

	// Wait gives the wait after each attempt. Nil means Exponential(time.Second, 2).
	Wait Wait

	// Jitter spreads the computed wait. Nil means [FullJitter].
	Jitter Jitter

	// MinWait and MaxWait are the shortest and the longest computed wait, after
	// Jitter. Zero means no bound. If they contradict, MinWait wins.
	MinWait, MaxWait time.Duration

	// IgnoreRetryAfter waits the computed time whatever the server asks for, and
	// makes a 413 final.
	IgnoreRetryAfter bool

	// MaxRetryAfter is the longest wait that a Retry-After field can ask for; a
	// longer one is cut to it. Zero means 6 h.
	MaxRetryAfter time.Duration

	// Methods are the verbs that may be sent twice when the first request may
	// have been processed; case does not matter. Nil means [IdempotentMethods],
	// [AnyMethod] every verb, an empty slice none. A request with an
	// Idempotency-Key needs no permission, nor does one that was never sent.
	Methods []string

	// When decides whether an attempt is to be repeated. It is asked once per
	// attempt, successes included. Nil means [Transient].
	When Condition

	// Budget holds retries back while a whole origin fails. It is shared by all
	// calls whose policy has the same pointer. Nil means none.
	Budget *Budget

	// BufferBody is the number of bytes of a response body that are read inside
	// the attempt, so that a body cut off within them is retried. Zero means
	// 64 KiB, -1 none.
	BufferBody int64

	// Observe is told what happens, in order and before the call goes on: a slow
	// function delays the call. Nil means nobody.
	Observe func(Event)

	// Rand returns the random number for Jitter, in [0,1). Nil means math/rand/v2.
	Rand func() float64
}

// Clone returns a copy of p that shares nothing with it but the Budget.
func (p Policy) Clone() Policy {
	p.Methods, p.Limits = slices.Clone(p.Methods), p.Limits.clone()
	return p
}

// The methods below fill in what the zero value means. They are asked on the
// way of every call and allocate nothing.

func (p *Policy) attempts() int                { return orElse(p.Attempts, 4) }
func (p *Policy) maxElapsed() time.Duration    { return orElse(p.MaxElapsed, 50*time.Second) }
func (p *Policy) maxRetryAfter() time.Duration { return orElse(p.MaxRetryAfter, 6*time.Hour) }
func (p *Policy) bufferBody() int64            { return orElse(p.BufferBody, 64<<10) }
func (p *Policy) wait() Wait                   { return p.Wait.orDefault() }

func (p *Policy) jitter() Jitter {
	if p.Jitter == nil {
		return FullJitter
	}
	return p.Jitter
}

func (p *Policy) rand() func() float64 {
	if p.Rand == nil {
		return rand.Float64
	}
	return p.Rand
}

func orElse[T comparable](v, ifZero T) T {
	var zero T
	if v == zero {
		return ifZero
	}
	return v
}

// ElapsedMode says what becomes of a wait that ends after [Policy.MaxElapsed].
type ElapsedMode int

// The modes, for a wait that would end after MaxElapsed. In each of them an
// attempt that itself ends at or after MaxElapsed is the last one.
const (
	Clip   ElapsedMode = iota // the wait is cut to end at MaxElapsed, and one last attempt follows
	Before                    // the call gives up instead of waiting
	After                     // the wait is taken whole, and one last attempt follows
)

// String returns the mode's name in lower case.
func (m ElapsedMode) String() string {
	switch m {
	case Clip:
		return "clip"
	case Before:
		return "before"
	case After:
		return "after"
	}
	return "ElapsedMode(" + strconv.Itoa(int(m)) + ")"
}
