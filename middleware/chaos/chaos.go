// Package chaos lets some requests of a client fail on purpose, outside of tests:
// on a staging system or in a game day. It shows whether a service's retries,
// timeouts and alarms work.
//
//	layer, err := chaos.InsecureInject(chaos.Config{Seed: 1, Statuses: 0.05, Cuts: 0.01})
//	…
//	outbound.WithLayer(middleware.PerAttempt, "chaos", layer)
//
// [Config] has a rate for each fault. The name of the layer shows in Chain, and every injected error and answer says
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
// of all requests, from 0 (none, the zero value) to 1 (all). Each rate is drawn by
// itself, so a request may be late and fail, too. A request gets one failure at
// most: an error before a status, a status before a cut.
type Config struct {
	// Seed decides the draws: with the same seed the same is injected into the nth
	// request of the layer in every run.
	Seed uint64

	// Late is the rate of requests that wait before they are sent, for a random time
	// up to Delay. The wait ends with the request's context.
	Late  float64
	Delay time.Duration

	// Errors is the rate of requests that are not sent and fail with Err. A nil Err
	// is a connection reset, as package net returns it.
	Errors float64
	Err    error

	// Statuses is the rate of requests that are not sent and get a response with
	// Status, 200 to 599, and an empty body. A zero Status is 503.
	Statuses float64
	Status   int

	// Cuts is the rate of requests that are sent and whose response body ends early,
	// with [io.ErrUnexpectedEOF]. A response without a body is not changed.
	Cuts float64

	// Only returns true for the requests that something may be injected into; the
	// others are not counted. It must be safe for concurrent use. nil is all.
	Only func(*http.Request) bool
}

// InsecureInject makes the layer that injects what cfg says. It is insecure
// because requests fail that would not have failed. A rate outside of 0 to 1 is an
// error, and so is a cfg that injects nothing: leave the layer out instead.
//
// The layer is safe for concurrent use. Clients that share it share its count of
// requests.
//
// Stage: attempt. Retries, timeouts and logs treat what is injected like the same
// failure of a server.
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
