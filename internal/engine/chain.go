package engine

import (
	"fmt"
	"net/http"
	"slices"

	"example.com/outbound/auth"
	"example.com/outbound/internal/clientconfig"
	"example.com/outbound/internal/layers"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

// step is a layer and its name in [Core.LayerNames]. A step whose layer is nil is off. A
// step without a name is in the chain, but not among the names.
type step struct {
	name  string
	layer middleware.Layer
}

// steps returns the layers in their order, outermost first. No other function knows the
// order.
func (c *Core) steps() []step {
	return slices.Concat(
		[]step{
			{"deadline", layers.Deadline(c.Timeout.Duration)},
			{"headers", middleware.Headers(c.Headers(), c.Home)},
			{"request-id", middleware.RequestID(c.RequestID)},
			{"idempotency-key", c.idempotencyKey()},
		},
		c.user(middleware.PerCall),
		[]step{
			c.logs("log", c.Log.Call()),
			c.retryStep(),
		},
		c.admission(),
		[]step{
			{"attempt-timeout", layers.AttemptTimeout(c.AttemptTimeout.Duration)},
		},
		c.user(middleware.PerAttempt),
		[]step{
			{"deadline-header", middleware.DeadlineHeader(c.DeadlineHeader)},
			{"observe", c.observeAttempts()},
			{"auth", auth.New(c.bindings...)}, // auth may sign the request: only Accept-Encoding is written after it
			c.logs("log-attempts", c.Log.Attempts()),
			{"classify", layers.Classify(c.netHTTP, c.texts, layers.ContentCodings{Known: c.codings, Limit: c.MaxResponse})},
		},
	)
}

// retryStep returns the retry layer. A client without a policy has the layer too, without
// a name: it makes the only attempt, and a call may bring a policy of its own.
func (c *Core) retryStep() step {
	if c.Config.Retry == nil {
		return step{"", retry.OnDemand()}
	}
	l, err := retry.New(*c.Config.Retry)
	if err != nil { // validated before
		return step{"", retry.OnDemand()}
	}
	return step{"retry", l}
}

// admission returns the layer that asks the policies per origin, as a step for each
// policy that is on, in the order in which they are asked. The first step has the layer;
// the others have only the name.
func (c *Core) admission() (steps []step) {
	layer := c.Admit.Layer()
	for _, name := range c.Admit.Names() {
		steps = append(steps, step{name, layer})
		layer = func(next http.RoundTripper) http.RoundTripper { return next }
	}
	return steps
}

// logs returns a layer of the log. A client without WithLogger has it too, without a
// name: a call may ask to be logged.
func (c *Core) logs(name string, l middleware.Layer) step {
	if c.Logger == nil {
		name = ""
	}
	return step{name, l}
}

// idempotencyKey returns the layer of WithIdempotencyKeys, nil if it is off.
func (c *Core) idempotencyKey() middleware.Layer {
	if !c.IdempotencyKeys {
		return nil
	}
	return middleware.IdempotencyKey()
}

// Headers returns the default fields of every request. An empty User-Agent keeps net/http
// from sending its own.
func (c *Core) Headers() http.Header {
	h := c.Header.Clone()
	if _, has := h["User-Agent"]; !has {
		h.Set("User-Agent", c.UserAgent)
	}
	return h
}

// user returns the layers of the user for a stage. Before layers per attempt comes a step
// that gives them a request of their own to write to.
func (c *Core) user(stage middleware.Stage) (steps []step) {
	for _, l := range c.Layers {
		if l.Stage != stage {
			continue
		}
		if len(steps) == 0 && stage == middleware.PerAttempt {
			steps = append(steps, step{"", middleware.Own()})
		}
		steps = append(steps, step{l.Name, l.Layer})
	}
	return steps
}

// link puts the layers of the steps on the base. It fails if a layer of the user's panics
// or returns no RoundTripper.
func link(steps []step, base http.RoundTripper) (http.RoundTripper, error) {
	for _, s := range slices.Backward(steps) {
		if s.layer == nil {
			continue
		}
		option, next := fmt.Sprintf("WithLayer(%q)", s.name), base
		if err := clientconfig.CallUser(option, func() { base = s.layer(next) }); err != nil {
			return nil, err
		}
		if base == nil {
			return nil, fmt.Errorf("outbound: %s: the layer returned no RoundTripper", option)
		}
	}
	return base, nil
}

// names returns the names of the steps that are on, and that of the base.
func (c *Core) names(steps []step) (names []string) {
	for _, s := range steps {
		if s.layer != nil && s.name != "" {
			names = append(names, s.name)
		}
	}
	if c.pool != nil && c.Config.Transport.Insecure {
		return append(names, "transport (insecure)")
	}
	return append(names, "transport")
}
