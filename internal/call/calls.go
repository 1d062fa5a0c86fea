package call

import (
	"context"
	"sync"
)

// Calls counts the calls of one client that have begun and ended. The zero value
// is ready. It is safe for concurrent use.
type Calls struct {
	mu           sync.Mutex
	begun, ended int64
	idle         chan struct{} // closed when none is in flight; nil: nobody waits
}

func (c *Calls) begin() {
	c.mu.Lock()
	c.begun++
	c.mu.Unlock()
}

func (c *Calls) end() {
	c.mu.Lock()
	c.ended++
	if c.idle != nil && c.begun == c.ended {
		close(c.idle)
		c.idle = nil
	}
	c.mu.Unlock()
}

// Count returns how many calls have begun and how many have ended.
func (c *Calls) Count() (begun, ended int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.begun, c.ended
}

// Wait returns when no call is in flight, or with the error of ctx.
func (c *Calls) Wait(ctx context.Context) error {
	c.mu.Lock()
	if c.begun == c.ended {
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
