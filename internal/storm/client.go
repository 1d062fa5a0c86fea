package main

import (
	"context"
	"net/http"

	"example.com/outbound/internal/admit"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
	"example.com/outbound/retry"
)

// client is what some callers share: a budget, and the state of the policies of
// Resilient if the peer has them.
type client struct {
	policy retry.Policy
	send   func(*dice) error // one attempt
}

func newClient(number int, p peer, s *server) *client {
	c := &client{policy: p.policy(), send: s.attempt}
	if !p.breaker {
		return c
	}
	a, err := admit.New(admit.Policies{
		Breaker:     &breaker.Policy{Rand: newDice(number, "open").roll},
		Gate:        &limit.Gate{},
		Concurrency: &limit.Concurrency{Max: 200},
	}, admit.Hooks{}, nil)
	if err != nil {
		panic(err)
	}
	c.send = func(fails *dice) error {
		step := a.Layer()(middleware.Func(func(req *http.Request) (*http.Response, error) { return s.answer(req, fails) }))
		resp, err := step.RoundTrip(toServer)
		if err != nil {
			return err
		}
		resp.Body.Close()
		return kindOf(resp)
	}
	return c
}

// caller returns the call that one of the client's callers makes again and
// again.
func (c *client) caller(jitter *dice) func(fails *dice) error {
	p := c.policy
	p.Rand = jitter.roll
	return func(fails *dice) error {
		_, err := retry.Do(context.Background(), p, func(context.Context) (struct{}, error) {
			return struct{}{}, c.send(fails)
		})
		return err
	}
}
