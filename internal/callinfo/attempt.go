package callinfo

import (
	"context"
	"errors"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"example.com/outbound/httperror"
)

// Why an attempt was ended before its time.
var (
	ErrAttemptTimeout = timeout("the attempt took too long")
	ErrBodyIdle       = timeout("the body stood still")
	ErrResendStorm    = errors.New("the connection was replaced again and again")
)

type timeout string

func (t timeout) Error() string { return string(t) }
func (t timeout) Timeout() bool { return true }

// Attempt is one send of a hop, and the context of its request.
type Attempt struct {
	scope
	Number int
	Wait   time.Duration
	Begun  time.Duration // since the beginning of the call

	call    *Call
	why     atomic.Pointer[error]     // why we ended it
	reached atomic.Bool               // the built-in base was entered
	conns   atomic.Int32              // connections it was given
	conn    atomic.Pointer[breakable] // the last of them
	trace   atomic.Pointer[httptrace.ClientTrace]
	body    Body
}

type attemptKey struct{}

// Border returns the record of a request at the border between the stages: nil
// outside a call, and nil inside an attempt, where another retry begins a call
// of its own.
func Border(ctx context.Context) *Call {
	if a, ok := ctx.Value(attemptKey{}).(*Attempt); ok && a.Number > 0 {
		return nil
	}
	return From(ctx)
}

// Value finds the record, and the trace that counts connections.
func (a *Attempt) Value(k any) any {
	if k == (attemptKey{}) {
		return a
	}
	if k == traceKey {
		if t := a.trace.Load(); t != nil {
			return t
		}
	}
	return a.call.Value(k)
}

// Deadline is the earlier of the call's deadline and the attempt's bound.
func (a *Attempt) Deadline() (time.Time, bool) { return a.call.earlier(&a.call.clock.attempt, a.call) }

// stop ends the attempt for a reason of ours.
func (a *Attempt) stop(why error) {
	if a.why.CompareAndSwap(nil, &why) {
		a.end(context.Canceled)
	}
}

// NothingSent reports whether the last attempt, which failed with err, proves
// that no byte of the request reached a server. On the built-in base the
// connections tell, on another one the type of the error.
func (c *Call) NothingSent(err error) bool {
	if a := c.current; a != nil && a.reached.Load() {
		return a.conns.Load() == 0 || httperror.RefusedStream(err)
	}
	return httperror.NothingSent(err)
}
