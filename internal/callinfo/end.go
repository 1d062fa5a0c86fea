package callinfo

import (
	"errors"
	"time"
)

// ErrClosed is the cause of an error of kind closed.
var ErrClosed = errors.New("the client was closed")

// Sleep waits for d. It ends early with the context's error, or with
// [ErrClosed] when the client is closed; so it does if that is so already.
func (c *Call) Sleep(d time.Duration) error {
	if d > 0 {
		t := time.NewTimer(d)
		defer t.Stop()
		select {
		case <-t.C:
			c.mu.Lock()
			c.more().slept += d
			c.mu.Unlock()
		case <-c.Done():
		case <-c.Closing:
		}
	}
	if err := c.Err(); err != nil {
		return err
	}
	select {
	case <-c.Closing:
		return ErrClosed
	default:
		return nil
	}
}

// abort ends a call whose chain panics: bodies are closed, nothing is left
// running.
func (c *Call) abort() {
	if c.hop.Body != nil {
		_ = c.hop.Body.Close()
	}
	if a := c.current; a != nil && a.body.rc != nil {
		a.body.call = c
		_ = a.body.Close()
	}
	c.aborted = true
	c.End(nil)
}

// End finishes the call: its timer stops, its line is written. Only the first
// call of End counts. err is nil for an answer.
func (c *Call) End(err error) { c.finish(-1, err) }

// finish is the end of a call whose body had n bytes, -1 if that is known already.
func (c *Call) finish(n int64, err error) {
	c.mu.Lock()
	if c.finished {
		c.mu.Unlock()
		return
	}
	c.finished = true
	if n >= 0 {
		c.Bytes = n
	}
	if c.watching != nil && c.watching.timer != nil {
		c.watching.timer.Stop()
	}
	c.mu.Unlock()

	if c.Finish != nil && !c.aborted {
		c.Finish(c, err)
	}

	c.mu.Lock()
	hooks := c.over(canceled)
	var leave func() bool
	if c.watching != nil {
		leave, c.watching.leave = c.watching.leave, nil
	}
	c.mu.Unlock()
	if leave != nil {
		leave()
	}
	tell(hooks...)
}
