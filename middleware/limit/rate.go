package limit

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"time"
)

// Rate limits the requests per time. It is plain data.
type Rate struct {
	// N is the number of requests per Per, above 0. It may be a fraction.
	N float64
	// Per is the time that N belongs to. 0 means a second.
	Per time.Duration
	// Burst is the number of requests that may be sent at once after a pause. 0
	// means N, and at least 1.
	Burst int
	// MaxWait is the longest that a request waits for its turn. 0 means as long
	// as its call may last, Never that it is refused if it would have to wait.
	MaxWait time.Duration
	// Key names the rate that a request counts for. nil means one per origin:
	// scheme, host and port.
	Key func(*http.Request) string
	// Store holds the rate for many processes together. nil means that this
	// process has it alone.
	Store Store
}

// Never as a MaxWait refuses every request that would have to wait.
const Never time.Duration = -1

// Store takes tokens from a rate that several processes share.
type Store interface {
	// Take takes a token of key under r and returns 0, or takes none and returns
	// the time after which it is worth asking again. It must end with ctx. An
	// error means that the store cannot tell.
	Take(ctx context.Context, key string, r Rate) (wait time.Duration, err error)
}

// Validate returns every problem of r at once, joined by [errors.Join].
func (r Rate) Validate() error {
	var problems []error
	if !(r.N > 0) || math.IsInf(r.N, 1) {
		problems = append(problems, fmt.Errorf("limit: Rate.N: %v is not above 0", r.N))
	}
	if r.Per < 0 {
		problems = append(problems, fmt.Errorf("limit: Rate.Per: %v is negative; 0 means 1s", r.Per))
	}
	if r.Burst < 0 {
		problems = append(problems, fmt.Errorf("limit: Rate.Burst: %d is negative; 0 means N, and at least 1", r.Burst))
	}
	if r.MaxWait < Never {
		problems = append(problems, fmt.Errorf("limit: Rate.MaxWait: %v is negative; 0 means as long as the call may last, -1ns (Never) no wait", r.MaxWait))
	}
	return errors.Join(problems...)
}

// Filled returns r with its defaults for Per and Burst, as a [Store] gets it.
func (r Rate) Filled() Rate {
	if r.Per == 0 {
		r.Per = time.Second
	}
	if r.Burst == 0 {
		r.Burst = int(max(1, min(r.N, math.MaxInt32)))
	}
	return r
}

// interval is the time from one token to the next.
func (r Rate) interval() time.Duration { return saturated(float64(r.Per) / r.N) }

// burst is how far the schedule may be behind before tokens are lost.
func (r Rate) burst() time.Duration { return saturated(float64(r.Burst-1) * float64(r.Per) / r.N) }

// String returns "10 requests per 1s".
func (r Rate) String() string { return fmt.Sprintf("%v requests per %v", r.N, r.Filled().Per) }

// saturated is f nanoseconds, at most a century: sums of two still fit.
func saturated(f float64) time.Duration {
	const century = 100 * 365 * 24 * time.Hour
	return time.Duration(min(f, float64(century)))
}
