package main

import (
	"context"
	"net/http"

	"example.com/outbound"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/retry"
)

// client is what some callers share: a budget, and the state of the policies of
// Resilient if the peer has them.
type client struct {
	policy retry.Policy
	server *server
	real   *outbound.Client // of a peer with a breaker
}

func newClient(number int, p peer, s *server) *client {
	c := &client{policy: p.policy(), server: s}
	if p.breaker {
		real, err := outbound.New(outbound.Resilient(), outbound.WithRetry(c.policy),
			outbound.WithBreaker(breaker.Policy{Rand: newDice(number, "open").roll}),
			outbound.WithAttemptTimeout(0), // the server has it
			outbound.WithTransport(s))
		if err != nil {
			panic(err)
		}
		c.real = real
	}
	return c
}

// caller returns the call that one of the client's callers makes again and
// again.
func (c *client) caller(jitter *dice) func(fails *dice) error {
	p := c.policy
	p.Rand = jitter.roll
	if c.real != nil {
		again := outbound.Retry(p)
		return func(fails *dice) error {
			ctx := context.WithValue(context.Background(), diceKey{}, fails)
			_, err := outbound.Get[struct{}](ctx, c.real, "http://a.test/", again)
			return err
		}
	}
	return func(fails *dice) error {
		_, err := retry.Do(context.Background(), p, func(context.Context) (struct{}, error) {
			return struct{}{}, c.server.attempt(fails)
		})
		return err
	}
}

type diceKey struct{}

// RoundTrip makes the server a transport.
func (s *server) RoundTrip(req *http.Request) (*http.Response, error) {
	d, _ := req.Context().Value(diceKey{}).(*dice)
	return s.answer(req, d)
}
