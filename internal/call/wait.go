package call

import (
	"cmp"
	"context"
	"errors"
	"time"
)

// ErrClosed is the cause of an error of kind closed.
var ErrClosed = errors.New("the client was closed")

// Sleep waits for d. It ends early with the error of the call or of ctx, or with
// [ErrClosed] when the client is closed, also if that is so already.
func (c *Call) Sleep(ctx context.Context, d time.Duration) error {
	if d > 0 {
		t := time.NewTimer(d)
		defer t.Stop()
		select {
		case <-t.C:
			c.mu.Lock()
			c.ensureDetails().slept += d
			c.mu.Unlock()
		case <-c.Done():
		case <-ctx.Done():
		case <-c.Closing:
		}
	}
	if err := cmp.Or(c.Err(), ctx.Err()); err != nil {
		return err
	}
	select {
	case <-c.Closing:
		return ErrClosed
	default:
		return nil
	}
}

// TellBackoff tells the observers that a wait begins.
func (c *Call) TellBackoff(b Backoff) { c.tellBackoff(0, b) }

// tellBackoff tells the observers, from that of the index i on. If one of them
// panics the others are told all the same.
func (c *Call) tellBackoff(i int, b Backoff) {
	defer func() {
		if i < len(c.Observers) {
			c.tellBackoff(i+1, b)
		}
	}()
	for ; i < len(c.Observers); i++ {
		if f := c.Observers[i].Backoff; f != nil {
			f(c, b)
		}
	}
}
