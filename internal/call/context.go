package call

import (
	"context"
	"net/http"
	"time"

	"example.com/outbound/internal/callkey"
	"example.com/outbound/internal/evidence"
	"example.com/outbound/internal/lifetime"
	"example.com/outbound/internal/redact"
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

type attemptKey struct{}

// AttemptOf returns the attempt that ctx belongs to, nil if there is none.
func AttemptOf(ctx context.Context) *Attempt {
	a, ok := ctx.(*Attempt)
	if !ok {
		a, _ = ctx.Value(attemptKey{}).(*Attempt)
	}
	if a == nil || a.number == 0 {
		return nil
	}
	return a
}

// Border returns the record of a request between the two stages, where retry is. It
// returns nil outside a call, and nil inside an attempt, where another retry begins a
// call of its own.
func Border(ctx context.Context) *Call {
	if AttemptOf(ctx) != nil {
		return nil
	}
	return From(ctx)
}

// Outer returns the context with which a request has come to retry: the call, or a context
// that a layer of the user's has derived from it.
func (c *Call) Outer(req *http.Request) context.Context {
	ctx := req.Context()
	switch ctx.(type) {
	case *Attempt, *Call:
		return c
	}
	return ctx
}

// NamesOf returns the names whose values the client of the call that ctx belongs to never
// shows, nil for the built-in names.
func NamesOf(ctx context.Context) *redact.Names {
	if c := From(ctx); c != nil {
		return c.Names
	}
	return nil
}

// Value returns the record itself for its own key, else the value of the
// caller's context. An attempt that the caller's context belongs to is another
// call's.
func (c *Call) Value(k any) any {
	switch k {
	case key{}:
		return c
	case attemptKey{}, callkey.Options{}, evidence.Key{}:
		return nil
	}
	if f := c.Fence; f != nil && f.hooks != nil {
		return f.hooks.Value(k)
	}
	return c.values().Value(k)
}

// values returns the context that has the values of the caller.
func (c *Call) values() context.Context {
	if f := c.Fence; f != nil && f.Values != nil {
		return f.Values
	}
	return c.Parent()
}

// Value finds the attempt, its record, and the trace of its connections.
func (a *Attempt) Value(k any) any {
	switch k {
	case attemptKey{}:
		return a
	case evidence.Key{}:
		return a.evidence.Load()
	case evidence.TraceKey:
		if t := a.evidence.Load().Trace(); t != nil {
			return t
		}
	}
	return a.call.Value(k)
}

// Fence has what a call needs whose request resty builds: resty and its hooks see a context of their own,
// and may put another context in its place.
type Fence struct {
	Owner  any             // the execution of package restyadapter
	Values context.Context // the context that the hooks of an earlier execution have left; nil: the parent has all values
	hooks  context.Context // the context that the hooks have left; nil: the call's own parent
	stop   func() bool     // stops the call from following hooks
}

// View is the context that resty's hooks see. It ends with the call and has the values of
// the caller. It is not the record: a request that is sent with it is a call of its own.
type View Call

func (v *View) call() *Call { return (*Call)(v) }

// Done is closed when the call ends.
func (v *View) Done() <-chan struct{} { return v.call().Done() }

// Err is nil until the call has ended.
func (v *View) Err() error { return v.call().Err() }

// Deadline returns the deadline of the call.
func (v *View) Deadline() (time.Time, bool) { return v.call().Scope.Deadline() }

// AfterFunc lets package context follow the call without a goroutine.
func (v *View) AfterFunc(f func()) (stop func() bool) { return v.call().AfterFunc(f) }

// Value finds the record and the values of the caller.
func (v *View) Value(k any) any {
	switch k {
	case key{}:
		return v.call()
	case attemptKey{}, callkey.Options{}, evidence.Key{}:
		return nil
	}
	return v.call().values().Value(k)
}

// View returns the context that the hooks see.
func (c *Call) View() context.Context { return (*View)(c) }

// Deadline returns the earliest of the caller's deadline, the bound of the call, and
// the deadline of a context that resty's hooks have left.
func (c *Call) Deadline() (time.Time, bool) { return c.deadline(&c.Scope) }

// Deadline returns the earlier of the call's deadline and the attempt's bound.
func (a *Attempt) Deadline() (time.Time, bool) { return a.call.deadline(&a.Scope) }

func (c *Call) deadline(s *lifetime.Scope) (time.Time, bool) {
	d, ok := s.Deadline()
	if f := c.Fence; f != nil && f.hooks != nil {
		if other, bounded := f.hooks.Deadline(); bounded && (!ok || other.Before(d)) {
			return other, true
		}
	}
	return d, ok
}

// IsView reports whether ctx is the result of View.
func (c *Call) IsView(ctx context.Context) bool {
	v, ok := ctx.(*View)
	return ok && v.call() == c
}

// Follow makes the call use ctx, the context that the hooks have left: its values, its
// deadline and its cancellation. It is called before the edge claims the record.
func (c *Call) Follow(ctx context.Context) {
	if c.IsView(ctx) {
		return // the hooks have left it alone
	}
	c.Fence.hooks = ctx
	if done := ctx.Done(); done != nil && done != c.Done() {
		c.Fence.stop = c.EndWith(ctx)
	}
}

// within is the context of an attempt inside outer, a context that a layer has derived
// from the call's. It has the values of outer, and ends with outer.
type within struct {
	*Attempt
	outer context.Context
}

func (a *Attempt) within(outer context.Context) context.Context {
	if outer.Done() != a.call.Done() {
		stop := a.EndWith(outer)
		a.AfterFunc(func() { stop() }) // outer lasts as long as the hop, which has many attempts
	}
	return &within{a, outer}
}

// Value finds what belongs to the attempt, and the values of the layer's context.
func (w *within) Value(k any) any {
	switch k {
	case attemptKey{}, evidence.Key{}:
		return w.Attempt.Value(k)
	case evidence.TraceKey:
		if t := w.evidence.Load().Trace(); t != nil {
			return t
		}
	}
	return w.outer.Value(k)
}

// Deadline returns the earlier of the attempt's deadline and that of the layer's
// context.
func (w *within) Deadline() (time.Time, bool) {
	d, ok := w.Attempt.Deadline()
	if other, bounded := w.outer.Deadline(); bounded && (!ok || other.Before(d)) {
		return other, true
	}
	return d, ok
}
