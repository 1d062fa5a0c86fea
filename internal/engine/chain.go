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

// step is a layer and its name in Chain. A step whose layer is nil is off.
// One without a name is in the chain and not in its names: it does nothing by
// itself, and a call can ask for it.
type step struct {
	name  string
	layer middleware.Layer
}

// steps is the order of the chain, outermost first. It is the only place that
// knows it.
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
			{"auth", auth.New(c.bindings...)}, // it may sign: only Accept-Encoding is written after it
			c.logs("log-attempts", c.Log.Attempts()),
			{"classify", layers.Classify(c.netHTTP, c.texts, layers.ContentCodings{Known: c.codings, Limit: c.MaxResponse})},
		},
	)
}

// retryStep is the retry layer. Without a policy it is there all the same, unseen:
// it makes the one attempt, and a call may bring a policy along.
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

// admission is the layer that asks the policies per origin, and a step for the
// name of each that is on, in the order in which they are asked.
func (c *Core) admission() (steps []step) {
	layer := c.Admit.Layer()
	for _, name := range c.Admit.Names() {
		steps = append(steps, step{name, layer})
		layer = func(next http.RoundTripper) http.RoundTripper { return next }
	}
	return steps
}

// logs is a layer of the log. Without WithLogger it is there all the same,
// unseen: a call may ask to be logged.
func (c *Core) logs(name string, l middleware.Layer) step {
	if c.Logger == nil {
		name = ""
	}
	return step{name, l}
}

func (c *Core) idempotencyKey() middleware.Layer {
	if !c.IdempotencyKeys {
		return nil
	}
	return middleware.IdempotencyKey()
}

// Headers are the defaults of every request. An empty User-Agent keeps net/http
// from sending its own.
func (c *Core) Headers() http.Header {
	h := c.Header.Clone()
	if _, has := h["User-Agent"]; !has {
		h.Set("User-Agent", c.UserAgent)
	}
	return h
}

// user is the steps of the user's layers of one stage. Those of the attempt get
// a request that they may write.
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

// link puts the steps on the base. A layer of the user's that makes no RoundTripper
// is an error.
func link(steps []step, base http.RoundTripper) (http.RoundTripper, error) {
	for _, s := range slices.Backward(steps) {
		if s.layer == nil {
			continue
		}
		option, next := fmt.Sprintf("WithLayer(%q)", s.name), base
		if err := clientconfig.Recovered(option, func() { base = s.layer(next) }); err != nil {
			return nil, err
		}
		if base == nil {
			return nil, fmt.Errorf("outbound: %s: the layer returned no RoundTripper", option)
		}
	}
	return base, nil
}

// names are those of the steps that are on, and the base's.
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
