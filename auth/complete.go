package auth

import (
	"errors"
	"time"
)

// complete keeps the token, or the failure, and lets the calls that wait go on.
// What comes after the bound is kept if it is a token and no other fetch has
// begun.
func (c *cache) complete(f *fetch, tok Token, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	late, now := c.fetch != f, time.Now()
	var t *cachedToken
	if err == nil {
		t, err = newCachedToken(tok, now, c.ahead)
	}
	if err == nil && c.last == f {
		c.current.Store(t)
		c.pause = pause{}
	}
	if late {
		return
	}
	switch {
	case err == nil:
		f.token = t
	case f.abandoned && !errors.As(err, new(slowError)):
		f.err = errAbandoned
	default:
		f.err = toError(err)
		c.pause.fail(now, f.err)
		c.pause.notBeyond(c.current.Load().end(now))
	}
	c.fetch = nil
	close(f.done)
}
