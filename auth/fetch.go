package auth

import (
	"context"
	"errors"
	"runtime/debug"
	"time"
)

// fetch is one question to a source and the calls that wait for its answer.
type fetch struct {
	done      chan struct{} // closed when token or err is set
	end       func()        // ends the context of the source
	waiting   int           // calls
	abandoned bool          // ended early: the answer may be an error that says so
	token     *cachedToken
	err       error
}

// begin begins a fetch beside the call of ctx. It ends when the last call that
// waits for it has left, when the client of this call is closed, and at the
// latest with the bound. The caller holds the lock.
func (c *cache) begin(ctx context.Context) {
	closing := closingOf(ctx)
	ctx, end := context.WithTimeout(fetchContext(ctx), c.timeout)
	f := &fetch{done: make(chan struct{}), end: end}
	c.fetch, c.last = f, f
	go c.ask(ctx, f)
	go c.watch(f, closing)
}

// ask asks the source. It completes the fetch even if the source panics or exits
// the goroutine.
func (c *cache) ask(ctx context.Context, f *fetch) {
	tok, err := Token{}, errNoReturn
	defer func() {
		if v := recover(); v != nil {
			tok, err = Token{}, &PanicError{v, debug.Stack()}
		}
		c.complete(f, tok, err)
	}()
	tok, err = c.source(ctx)
	if errors.Is(ctx.Err(), context.DeadlineExceeded) && errors.Is(err, context.DeadlineExceeded) {
		err = slowError{c.timeout}
	}
}

// watch completes a fetch whose source ignores its context, and ends it when the
// client is closed.
func (c *cache) watch(f *fetch, closing <-chan struct{}) {
	defer f.end()
	timer := time.NewTimer(c.timeout)
	defer timer.Stop()
	for {
		select {
		case <-f.done:
			return
		case <-timer.C:
			c.complete(f, Token{}, slowError{c.timeout})
			return
		case <-closing:
			closing = nil
			c.mu.Lock()
			c.abandon(f)
			c.mu.Unlock()
		}
	}
}

// wait waits for f, no longer than ctx and the client of its call last. An attempt
// that ends before its call does not end the fetch: the next one joins it.
func (c *cache) wait(ctx context.Context, f *fetch) (*cachedToken, error) {
	closing := closingOf(ctx)
	select {
	case <-f.done:
	case <-ctx.Done():
	case <-closing:
	}
	select {
	case <-f.done:
		return f.token, f.err
	default:
	}
	if err := ctx.Err(); err != nil {
		context.AfterFunc(wholeCall(ctx), func() { c.leave(f) }) // at once if the call is over
		return nil, err
	}
	c.leave(f)
	return nil, errClosed
}

// leave notes that a call does not wait for f any more, and abandons f if it was
// the last one. That ends the context of the source. A source that ignores that
// remains the one that is asked: no second one is asked beside it.
func (c *cache) leave(f *fetch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if f.waiting--; f.waiting == 0 {
		c.abandon(f)
	}
}

// abandon ends f, unless it is complete. The caller holds the lock.
func (c *cache) abandon(f *fetch) {
	if c.fetch == f {
		f.abandoned = true
		f.end()
	}
}
