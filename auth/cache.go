package auth

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

// cache keeps the token of a source.
type cache struct {
	source  TokenSource
	ahead   time.Duration
	timeout time.Duration
	id      string

	current atomic.Pointer[cachedToken] // nil: none

	mu        sync.Mutex // guards what follows, and the fetches
	fetch     *fetch     // under way, nil: none
	last      *fetch     // begun last
	pause     pause
	refused   string // the field that a server refused though its token was new …
	refusedAt time.Time
}

// get returns a token that is valid now.
func (c *cache) get(ctx context.Context) (*cachedToken, error) {
	if t := c.current.Load(); t.fresh(time.Now()) {
		return t, nil
	}
	for {
		t, f, err := c.join(ctx)
		if f == nil {
			return t, err
		}
		if t, err = c.wait(ctx, f); !errors.Is(err, errAbandoned) {
			return t, err
		}
	}
}

// join decides for a call that found no fresh token: go on with the old one,
// fail, or wait for the fetch that is returned.
func (c *cache) join(ctx context.Context) (*cachedToken, *fetch, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now, t := time.Now(), c.current.Load()
	if t.fresh(now) {
		return t, nil, nil
	}
	if c.fetch == nil {
		if err := c.mayBegin(ctx, now); err != nil {
			if t.valid(now) {
				return t, nil, nil
			}
			return nil, nil, err
		}
		c.begin(ctx)
	}
	if t.valid(now) {
		return t, nil, nil
	}
	c.fetch.waiting++
	return nil, c.fetch, nil
}

// mayBegin returns why the call of ctx does not begin a fetch now.
func (c *cache) mayBegin(ctx context.Context, now time.Time) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case isClosed(closingOf(ctx)):
		return errClosed
	case !c.pause.over(now):
		return c.pause.err
	}
	return nil
}

// drop gives up the token behind field if it is the current one, and reports
// whether another one may be had.
func (c *cache) drop(field string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t := c.current.Load(); t == nil || t.value() != field {
		return true // another call was faster
	}
	if c.refused == field && time.Since(c.refusedAt) < keepRefused {
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
	c.refused, c.refusedAt = field, time.Now()
}
