package auth

import (
	"context"
	"errors"
	"time"

	"example.com/outbound/internal/callinfo"
)

// slowError says that a fetch has run into its own bound, which is no context's.
type slowError struct{ after time.Duration }

func (e slowError) Error() string { return "no token within " + e.after.String() }
func (e slowError) Timeout() bool { return true }

var errNoReturn = errors.New("the token source did not return")

// flight is one fetch of a token and those who wait for it.
type flight struct {
	done chan struct{}   // closed when held or err is set
	late <-chan struct{} // closed when the source has overrun its time
	held *held
	err  error
}

// start begins a fetch beside the call of ctx, which lends its values only: what
// ends the call does not end the fetch, and the call's own record (attempts,
// connections, options) is none of the fetch's. The caller holds the lock.
func (c *cache) start(ctx context.Context) *flight {
	if call := callinfo.From(ctx); call != nil {
		ctx = call.Parent()
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.timeout)
	f := &flight{done: make(chan struct{}), late: ctx.Done()}
	go func() {
		defer cancel()
		c.fly(ctx, f)
	}()
	return f
}

// wait waits for f, no longer than ctx lives and the fetch may take: a source
// that does not look at its context holds up nobody.
func (c *cache) wait(ctx context.Context, f *flight) (*held, error) {
	select {
	case <-f.done:
	case <-f.late:
	case <-ctx.Done():
	}
	select {
	case <-f.done:
		return f.held, f.err
	default:
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return nil, slowError{c.timeout}
}

// fly asks the source, and lands even if the source exits the goroutine.
func (c *cache) fly(ctx context.Context, f *flight) {
	tok, err := Token{}, errNoReturn
	defer func() { c.land(f, tok, err) }()
	tok, err = c.source(ctx)
	if over := ctx.Err(); over != nil && errors.Is(err, over) { // the source has no more to say
		err = slowError{c.timeout}
	}
}

// land keeps the token, or the failure, and lets everybody go on.
func (c *cache) land(f *flight, tok Token, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	if err == nil {
		f.held, err = hold(tok, now, c.ahead)
	}
	if err != nil {
		f.held, f.err = nil, typed(err)
		c.pause.fail(now, f.err)
		c.pause.notBeyond(c.current.Load().end(now))
	} else {
		c.pause = pause{}
		c.current.Store(f.held)
	}
	c.flight = nil
	close(f.done)
}
