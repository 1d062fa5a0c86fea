// Package chaos makes a client meet failures on purpose, outside of tests: on a
// staging system, in a game day. It shows whether a service's retries, timeouts
// and alarms do what they were made for.
//
//	layer, err := chaos.InsecureInject(chaos.Config{Seed: 1, Statuses: 0.05, Cuts: 0.01})
//	…
//	outbound.WithLayer(middleware.PerAttempt, "chaos", layer)
//
// The name of the layer shows in Chain, and every injected error and answer says
// that it was injected.
package chaos

import (
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"example.com/outbound/middleware"
)

// Config says what is injected into how many of the requests. A rate is a share
// of all requests, from 0 (never) to 1 (always); the rates are drawn one by one,
// so that a request may be late and fail. A request meets one failure at most,
// in the order of the fields.
type Config struct {
	// Seed makes the draws: the same seed gives the nth request of the layer the
	// same fate in every run.
	Seed uint64

	// Late is the rate of requests that are held back, by up to Delay, evenly
	// spread. The wait ends with the request's context.
	Late  float64
	Delay time.Duration

	// Errors is the rate of requests that are not sent and end in Err. A nil Err
	// is a connection reset, as package net has it.
	Errors float64
	Err    error

	// Statuses is the rate of requests that are not sent and answered with Status
	// and an empty body. A zero Status is 503.
	Statuses float64
	Status   int

	// Cuts is the rate of requests that are sent and whose answer breaks off
	// within its body. An answer without a body is left alone.
	Cuts float64

	// Only says which requests may be hit; the others are not counted. It is called
	// from many goroutines. nil is all.
	Only func(*http.Request) bool
}

// InsecureInject makes the layer that injects what cfg says. It is insecure in
// the sense that requests fail which would not have failed: no production
// traffic should meet it unasked. A cfg that injects nothing is an error, like
// one with a rate outside of 0 to 1: without chaos there is no layer.
//
// The layer may be shared: it counts all requests that pass it, and is safe for
// concurrent use. Which request is the nth is then up to the scheduler.
//
// Stage: attempt. Retries, timeouts and logs see what is injected as they would
// see it of a server.
func InsecureInject(cfg Config) (middleware.Layer, error) {
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	n := new(atomic.Uint64)
	return func(next http.RoundTripper) http.RoundTripper { return &transport{cfg, n, next} }, nil
}

func (c Config) validate() error {
	var errs []error
	sum := 0.0
	for _, r := range []struct {
		name string
		rate float64
	}{{"Late", c.Late}, {"Errors", c.Errors}, {"Statuses", c.Statuses}, {"Cuts", c.Cuts}} {
		if !(r.rate >= 0 && r.rate <= 1) {
			errs = append(errs, fmt.Errorf("chaos: %s is %v: want a rate from 0 to 1", r.name, r.rate))
		}
		sum += r.rate
	}
	if sum == 0 {
		errs = append(errs, errors.New("chaos: every rate is 0: leave the layer out"))
	}
	if c.Delay < 0 || c.Late > 0 && c.Delay == 0 {
		errs = append(errs, fmt.Errorf("chaos: Delay is %v: want more than 0 where Late is", c.Delay))
	}
	if c.Status != 0 && (c.Status < 200 || c.Status > 599) {
		errs = append(errs, fmt.Errorf("chaos: Status is %d: want 200 to 599", c.Status))
	}
	return errors.Join(errs...)
}
