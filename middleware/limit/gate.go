package limit

import (
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Gate does what the server asks for. A 429 or 503 with Retry-After, or a
// RateLimit field with nothing remaining, holds all requests to the origin until
// the time that the server names. Requests with an Authorization field of the
// caller's own are held for that value only: the quota of one user is not that
// of another. It is plain data; the zero value is the default gate.
type Gate struct {
	// MaxHold is the longest hold. A server that asks for a longer one is not
	// waited for at all: its response says so to the caller. 0 means
	// [DefaultMaxHold].
	MaxHold time.Duration
	// Spread is the time over which the requests of a hold are released, in the
	// order in which they came. 0 means [DefaultSpread].
	Spread time.Duration
	// RateLimit says what the RateLimit fields do.
	RateLimit Pace
	// Key names the gate that a request passes. nil means that of its origin
	// (scheme, host and port) and of the caller's Authorization.
	Key func(*http.Request) string
}

// Pace is what a [Gate] makes of RateLimit fields: those of
// draft-ietf-httpapi-ratelimit-headers, the forms of its earlier versions, and
// X-RateLimit-Remaining and -Reset.
type Pace int

const (
	// Hold holds requests when nothing remains, until the reset.
	Hold Pace = iota
	// Spread does that too, and sends at the rate that lasts until the reset
	// when less than a tenth of the quota remains.
	Spread
	// Ignore reads Retry-After only.
	Ignore
)

// The default gate.
const (
	DefaultMaxHold = time.Minute
	DefaultSpread  = time.Second
)

// Validate returns every problem of g at once, joined by [errors.Join].
func (g Gate) Validate() error {
	var problems []error
	if g.MaxHold < 0 {
		problems = append(problems, fmt.Errorf("limit: Gate.MaxHold: %v is negative; 0 means %v", g.MaxHold, DefaultMaxHold))
	}
	if g.Spread < 0 {
		problems = append(problems, fmt.Errorf("limit: Gate.Spread: %v is negative; 0 means %v", g.Spread, DefaultSpread))
	}
	if g.RateLimit < Hold || g.RateLimit > Ignore {
		problems = append(problems, fmt.Errorf("limit: Gate.RateLimit: %d is not a pace", g.RateLimit))
	}
	return errors.Join(problems...)
}

func (g Gate) withDefaults() Gate {
	if g.MaxHold == 0 {
		g.MaxHold = DefaultMaxHold
	}
	if g.Spread == 0 {
		g.Spread = DefaultSpread
	}
	return g
}
