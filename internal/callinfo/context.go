package callinfo

import (
	"context"
	"time"
)

type key struct{}

// From returns the record that ctx belongs to, nil if there is none.
func From(ctx context.Context) *Call {
	switch ctx := ctx.(type) { // as nearly always
	case *Attempt:
		return ctx.call
	case *Call:
		return ctx
	}
	c, _ := ctx.Value(key{}).(*Call)
	return c
}

// Parent is the caller's context.
func (c *Call) Parent() context.Context { return c.parent }

// Value returns the record itself for its own key, else the parent's value. An
// attempt that the parent belongs to is another call's.
func (c *Call) Value(k any) any {
	switch k {
	case key{}:
		return c
	case attemptKey{}:
		return nil
	}
	return c.parent.Value(k)
}

// Done is closed when the call ends or its bound has passed.
func (c *Call) Done() <-chan struct{} { return c.doneOf(&c.scope) }

// Err is nil until the call has ended or its bound has passed.
func (c *Call) Err() error { return c.errOf(&c.scope) }

// AfterFunc lets package context follow the call without a goroutine.
func (c *Call) AfterFunc(f func()) (stop func() bool) { return c.afterFunc(&c.scope, f) }

// Deadline is the earlier of the caller's deadline and the call's bound.
func (c *Call) Deadline() (time.Time, bool) {
	c.mu.Lock()
	after := c.bounds.call
	c.mu.Unlock()
	d, ok := c.parent.Deadline()
	return earlier(d, ok, c.Start, after)
}

// Value finds the record, and the trace that counts connections.
func (a *Attempt) Value(k any) any {
	switch k {
	case attemptKey{}:
		return a
	case key{}:
		return a.call
	case traceKey:
		if e := a.evidence.Load(); e != nil && e.found {
			return &e.trace
		}
	}
	return a.call.parent.Value(k)
}

// Done is closed when the attempt ends or its bound has passed.
func (a *Attempt) Done() <-chan struct{} { return a.call.doneOf(&a.scope) }

// Err is nil until the attempt has ended or its bound has passed.
func (a *Attempt) Err() error { return a.call.errOf(&a.scope) }

// AfterFunc lets package context follow the attempt without a goroutine.
func (a *Attempt) AfterFunc(f func()) (stop func() bool) { return a.call.afterFunc(&a.scope, f) }

// Deadline is the earlier of the call's deadline and the attempt's bound.
func (a *Attempt) Deadline() (time.Time, bool) {
	c := a.call
	c.mu.Lock()
	after := c.bounds.attempt
	c.mu.Unlock()
	d, ok := c.Deadline()
	return earlier(d, ok, c.Start, after)
}

// earlier is d, if ok, or start and after, unless that is zero, whichever comes
// first.
func earlier(d time.Time, ok bool, start time.Time, after time.Duration) (time.Time, bool) {
	at := start.Add(after)
	if after == 0 || ok && d.Before(at) {
		return d, ok
	}
	return at, true
}
