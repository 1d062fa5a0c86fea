// Package breaker stops sending to an origin that fails. After enough failures
// the breaker of the origin opens and requests are refused at once; after a
// while single requests probe the origin, and when they succeed the breaker
// closes.
//
// [example.com/outbound.WithBreaker] puts a breaker into a client, where it
// works together with retry, the gate and the limits.
//
// To read first: [Policy], whose zero value is the default; [Verdict] and [Default],
// which say what counts as a failure; [State]. A [Breaker] with its [Permit] is for
// the client itself, and for programs that call something other than HTTP.
package breaker

import (
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/outbound/retry"
)

// Policy says when a breaker opens and closes. It is plain data; the zero value
// is the default policy. Every origin has a breaker of its own.
type Policy struct {
	// Window is how far back attempts count, in ten buckets. 0 means
	// [DefaultWindow].
	Window time.Duration
	// MinCalls is the number of judged attempts in the window before Ratio and
	// SlowRatio count. 0 means [DefaultMinCalls].
	MinCalls int
	// Ratio opens the breaker when this share of the judged attempts in the
	// window has failed, above 0 and at most 1. 0 means [DefaultRatio].
	Ratio float64
	// Consecutive opens the breaker after so many failures in a row, whatever
	// MinCalls says, if MinRow has passed between the first and the last of
	// them. 0 means [DefaultConsecutive], Off means never.
	Consecutive int
	// MinRow is how long failures in a row must last. A busy client has 5 in a
	// row by chance, within milliseconds. 0 means [DefaultMinRow].
	MinRow time.Duration
	// SlowAfter is the time to the response headers from which an attempt is
	// slow. 0 means that no attempt is.
	SlowAfter time.Duration
	// SlowRatio opens the breaker when this share of the judged attempts in the
	// window was slow, above 0 and at most 1. 0 means [DefaultSlowRatio].
	SlowRatio float64
	// OpenFor is how long the breaker stays open before it lets a probe through,
	// the same after every failed probe, spread by ± 10 %. A time that grows
	// finds out late that the origin is well again. 0 means [DefaultOpenFor].
	OpenFor time.Duration
	// MaxOpen is the longest that a Retry-After of the response that opens the
	// breaker keeps it open, and the time after which a probe whose outcome was
	// not reported counts as lost. 0 means [DefaultMaxOpen].
	MaxOpen time.Duration
	// Probes is the number of probes under way at a time. 0 means 1.
	Probes int
	// CloseAfter is the number of good probes in a row that close the breaker. 0
	// means [DefaultCloseAfter].
	CloseAfter int
	// Judge says what an attempt tells about the origin. It must not read the
	// response body. nil means [Default].
	Judge func(retry.Attempt) Verdict
	// Key names the breaker that a request belongs to. nil means one per origin:
	// scheme, host and port.
	Key func(*http.Request) string
	// Rand spreads OpenFor: a number in [0,1), from any number of goroutines. nil
	// means math/rand/v2.
	Rand func() float64
}

// Off switches [Policy.Consecutive] off.
const Off = -1

// The default policy. A simulation of outages chose the opening rule and the
// open time (docs/storm.md).
const (
	DefaultWindow      = 10 * time.Second
	DefaultMinCalls    = 20
	DefaultRatio       = 0.5
	DefaultConsecutive = 5
	DefaultMinRow      = time.Second
	DefaultSlowRatio   = 0.8
	DefaultOpenFor     = 5 * time.Second
	DefaultMaxOpen     = time.Minute
	DefaultCloseAfter  = 2
)

// withDefaults returns p with every zero field replaced by its default.
func (p Policy) withDefaults() Policy {
	orDefault(&p.Window, DefaultWindow)
	orDefault(&p.MinCalls, DefaultMinCalls)
	orDefault(&p.Ratio, DefaultRatio)
	orDefault(&p.Consecutive, DefaultConsecutive)
	orDefault(&p.MinRow, DefaultMinRow)
	orDefault(&p.SlowRatio, DefaultSlowRatio)
	orDefault(&p.OpenFor, DefaultOpenFor)
	orDefault(&p.MaxOpen, DefaultMaxOpen)
	orDefault(&p.Probes, 1)
	orDefault(&p.CloseAfter, DefaultCloseAfter)
	if p.Judge == nil {
		p.Judge = Default
	}
	if p.Rand == nil {
		p.Rand = rand.Float64
	}
	return p
}

func orDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
