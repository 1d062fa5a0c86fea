package call

import (
	"context"
	"sync"
	"sync/atomic"
)

// Calls counts the calls of one client that have begun and ended. The zero value
// is ready. It is safe for concurrent use. All calls of the client pass here: they
// take no lock, which thousands of them would wait for.
type Calls struct {
	begun, ended atomic.Int64
	waits        atomic.Int64 // goroutines in Wait

	mu   sync.Mutex    // guards idle
	idle chan struct{} // closed when no call is in flight; nil: no Wait waits for it
}

// callEnded counts the end of a call.
func (c *Calls) callEnded() {
	c.ended.Add(1)
	if c.waits.Load() > 0 {
		c.tellIdle()
	}
}

func (c *Calls) tellIdle() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.idle != nil && c.isIdle() {
		close(c.idle)
		c.idle = nil
	}
}

// isIdle reports whether no call is in flight.
func (c *Calls) isIdle() bool {
	begun, ended := c.Count()
	return begun == ended
}

// Count returns how many calls have begun and how many have ended.
func (c *Calls) Count() (begun, ended int64) {
	ended = c.ended.Load() // first: it never exceeds the other
	return c.begun.Load(), ended
}

// Wait returns when no call is in flight, or with the error of ctx.
func (c *Calls) Wait(ctx context.Context) error {
	c.waits.Add(1) // before the look: a call that ends after it tells
	defer c.waits.Add(-1)
	c.mu.Lock()
	if c.isIdle() {
		c.mu.Unlock()
		return nil
	}
	if c.idle == nil {
		c.idle = make(chan struct{})
	}
	idle := c.idle
	c.mu.Unlock()
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
