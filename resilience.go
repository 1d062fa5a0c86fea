package outbound

import (
	"time"

	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
)

// Origins returns what the breaker, the gate and the limits of c know about each origin,
// or about each key if a policy has keys of its own, sorted by name: a snapshot for
// pages, health checks and tests. It is empty without such a policy, and before the first
// call.
func (c *Client) Origins() []OriginState {
	core := coreOf(c)
	if core == nil {
		return nil
	}
	return core.Admit.Origins()
}

// Isolate opens the breaker of an origin ("https://api.example.com"), or of a key
// of the breaker's own, by hand for d: its requests fail with kind circuit_open.
// With d of 0 or less it closes the breaker. It returns false where no breaker is
// on.
func (c *Client) Isolate(origin string, d time.Duration) bool {
	core := coreOf(c)
	if core == nil {
		return false
	}
	return core.Admit.Isolate(origin, d)
}

// WithBreaker stops sending to an origin that fails: calls fail at once with kind
// circuit_open until a probe succeeds. The zero value is the default policy.
// Default: off.
func WithBreaker(p breaker.Policy) Option {
	return noted("breaker", "WithBreaker", func(c *config) { c.Policies.Breaker = &p })
}

// WithGate holds all callers of an origin that asks for a pause: by a 429 or 503
// with Retry-After, or by a RateLimit field with nothing remaining. A call waits
// if the wait fits into its time, and fails with kind limited if not. The zero
// value is the default gate. Default: off.
func WithGate(g limit.Gate) Option {
	return noted("gate", "WithGate", func(c *config) { c.Policies.Gate = &g })
}

// WithRateLimit bounds the number of requests per time to an origin. A call waits
// for its turn if the wait fits into its time, and fails with kind limited if
// not. Default: off.
func WithRateLimit(r limit.Rate) Option {
	return noted("rate_limit", "WithRateLimit", func(c *config) { c.Policies.Rate = &r })
}

// WithConcurrency bounds the number of requests to an origin that are in flight,
// until their bodies have ended. Further requests wait in a queue, and fail with
// kind limited if the queue is full. Default: off.
func WithConcurrency(n limit.Concurrency) Option {
	if n.Adaptive != nil {
		adaptive := *n.Adaptive
		n.Adaptive = &adaptive
	}
	return noted("concurrency", "WithConcurrency", func(c *config) { c.Policies.Concurrency = &n })
}
