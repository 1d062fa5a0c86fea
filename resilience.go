package outbound

import (
	"fmt"
	"net/http"
	"time"

	"example.com/outbound/internal/admit"
	"example.com/outbound/internal/call"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
	"example.com/outbound/retry"
)

// Origins returns what the breaker, the gate and the limits of c know about each
// origin, or key of a policy's own, sorted by name: a snapshot for pages, health
// checks and tests. It is empty without such a policy, and before the first call.
func (c *Client) Origins() []OriginState {
	if c == nil || c.core == nil {
		return nil
	}
	return c.admit.Origins()
}

// Isolate opens the breaker of an origin ("https://api.example.com"), or of a key
// of the breaker's own, by hand for d: its requests fail with kind circuit_open.
// With d of 0 or less it closes the breaker. It returns false where no breaker is
// on.
func (c *Client) Isolate(origin string, d time.Duration) bool {
	if c == nil || c.core == nil {
		return false
	}
	return c.admit.Isolate(origin, d)
}

// newAdmission makes the admission of the client. It shares the state of the
// policies that it has in common with old while the two send through the same
// base.
func (c *core) newAdmission(old *core) *admit.Admission {
	var shared *admit.Admission
	if old != nil && sameBase(c, old) {
		shared = old.admit
	}
	a, _ := admit.New(c.policies, admit.Hooks{ // validated before
		Attempt: judged,
		Timeout: func(*http.Request) time.Duration { return c.attemptTimeout.d },
		Streams: streams,
		Follow:  follow,
		Refused: func(req *http.Request) {
			if a := call.AttemptOf(req.Context()); a != nil {
				a.Refuse()
			}
		},
		Waited: func(req *http.Request, d time.Duration) {
			if a := call.AttemptOf(req.Context()); a != nil {
				a.Waited(d)
			}
		},
		Changed: c.changed,
	}, shared)
	return a
}

// changed tells the log and the observers of a change of state.
func (c *core) changed(req *http.Request, change StateChange) {
	change.Client = c.name
	if req != nil {
		change.Call, _ = middleware.CallFrom(req.Context())
	}
	c.logger.Change(c.name, change)
	eachOf(c.config.observers, func(o Observer) {
		if o.Change != nil {
			o.Change(change)
		}
	})
}

// judged is the attempt that a breaker judges.
func judged(req *http.Request, resp *http.Response, err error) retry.Attempt {
	a := retry.Attempt{Request: req, Response: resp, Err: err}
	if sent := call.AttemptOf(req.Context()); sent != nil {
		a.Number = sent.Number()
	}
	switch record := call.From(req.Context()); {
	case err != nil:
		a.Kind = call.TypedFor(req, err).Kind
	case resp != nil && record != nil:
		a.Kind = record.KindOf(resp)
	}
	return a
}

// streams reports whether a response is a stream: its body may last for hours,
// and does not count as a request in flight.
func streams(req *http.Request, resp *http.Response) bool {
	record := call.From(req.Context())
	return record != nil && (record.Options.Stream || !record.ReadsWhole() && call.IsStream(resp.Header))
}

// follow lets the record of the call report the outcome of a response.
func follow(req *http.Request, resp *http.Response, p *admit.Pending) bool {
	a := call.AttemptOf(req.Context())
	return a != nil && resp.StatusCode != http.StatusSwitchingProtocols && a.OnEnd(p.Hook())
}

// validatePolicies reports the problems of the policies, each with its option.
func (c *core) validatePolicies() (errs []error) {
	for _, p := range []struct {
		option string
		err    error
	}{
		{"WithBreaker", admit.Policies{Breaker: c.policies.Breaker}.Validate()},
		{"WithGate", admit.Policies{Gate: c.policies.Gate}.Validate()},
		{"WithRateLimit", admit.Policies{Rate: c.policies.Rate}.Validate()},
		{"WithConcurrency", admit.Policies{Concurrency: c.policies.Concurrency}.Validate()},
	} {
		if p.err != nil {
			errs = append(errs, fmt.Errorf("outbound: %s: %w", p.option, p.err))
		}
	}
	return errs
}

// WithBreaker stops sending to an origin that fails: calls fail at once with kind
// circuit_open until a probe succeeds. The zero value is the default policy.
// Default: off.
func WithBreaker(p breaker.Policy) Option {
	return noted("breaker", "WithBreaker", func(c *config) { c.policies.Breaker = &p })
}

// WithGate holds all callers of an origin that asks for a pause: by a 429 or 503
// with Retry-After, or by a RateLimit field with nothing remaining. A call waits
// if the wait fits into its time, and fails with kind limited if not. The zero
// value is the default gate. Default: off.
func WithGate(g limit.Gate) Option {
	return noted("gate", "WithGate", func(c *config) { c.policies.Gate = &g })
}

// WithRateLimit bounds the number of requests per time to an origin. A call waits
// for its turn if the wait fits into its time, and fails with kind limited if
// not. Default: off.
func WithRateLimit(r limit.Rate) Option {
	return noted("rate_limit", "WithRateLimit", func(c *config) { c.policies.Rate = &r })
}

// WithConcurrency bounds the number of requests to an origin that are in flight,
// until their bodies have ended. Further requests wait in a queue, and fail with
// kind limited if the queue is full. Default: off.
func WithConcurrency(n limit.Concurrency) Option {
	if n.Adaptive != nil {
		adaptive := *n.Adaptive
		n.Adaptive = &adaptive
	}
	return noted("concurrency", "WithConcurrency", func(c *config) { c.policies.Concurrency = &n })
}
