package auth

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// cache keeps the token of a source.
type cache struct {
	source  TokenSource
	ahead   time.Duration
	timeout time.Duration

	current atomic.Pointer[held] // nil: none

	mu       sync.Mutex
	flight   *flight // nil: none
	pause    pause
	futile   string // the field that a server refused though it was new …
	futileAt time.Time
}

// get returns a token that is valid now.
func (c *cache) get(ctx context.Context) (*held, error) {
	now := time.Now()
	if h := c.current.Load(); h.fresh(now) {
		return h, nil
	}
	h, f, err := c.board(ctx, now)
	if f == nil {
		return h, err
	}
	return c.wait(ctx, f)
}

// board decides for a call that found no fresh token: go on with the old one,
// fail, or wait for the flight that is returned.
func (c *cache) board(ctx context.Context, now time.Time) (*held, *flight, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.current.Load()
	if h.fresh(now) {
		return h, nil, nil
	}
	if c.flight == nil && !c.pause.over(now) {
		if h.valid(now) {
			return h, nil, nil
		}
		return nil, nil, c.pause.err
	}
	if c.flight == nil {
		c.flight = c.start(ctx)
	}
	if h.valid(now) {
		return h, nil, nil
	}
	return nil, c.flight, nil
}

// drop gives up the token behind field if it is the current one, and reports
// whether another one may be had.
func (c *cache) drop(field string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if h := c.current.Load(); h == nil || h.value() != field {
		return true // somebody else was faster
	}
	if c.futile == field && time.Since(c.futileAt) < keepRefused {
		return false
	}
	c.current.Store(nil)
	return true
}

// keep notes that the token behind field, which replaced a refused one, was
// refused too.
func (c *cache) keep(field string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.futile, c.futileAt = field, time.Now()
}
