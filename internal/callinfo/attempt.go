package callinfo

import (
	"context"
	"errors"
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

// why is one of them.
type why uint8

const (
	attemptTimeout why = iota + 1
	bodyIdle
	resendStorm
)

// cause is the error and its kind.
func (w why) cause() (httperror.Kind, error) {
	switch w {
	case attemptTimeout:
		return httperror.Timeout, ErrAttemptTimeout
	case bodyIdle:
		return httperror.Timeout, ErrBodyIdle
	}
	return httperror.Protocol, ErrResendStorm
}

// Attempt is one send of a hop, and the context of its request. The lock of its
// call guards what changes once the request is on its way.
type Attempt struct {
	scope
	call     *Call
	before   *Attempt // the last one that was not over when this one began
	begun    time.Duration
	wait     time.Duration
	evidence atomic.Pointer[evidence]
	body     Body
}

type attemptKey struct{}

// failure is an error and the attempt that has failed with it.
type failure struct {
	err *httperror.Error
	of  *Attempt
}

// attemptOf is the attempt that ctx belongs to, nil outside of one.
func attemptOf(ctx context.Context) *Attempt {
	a, ok := ctx.(*Attempt)
	if !ok {
		a, _ = ctx.Value(attemptKey{}).(*Attempt)
	}
	if a == nil || a.number == 0 {
		return nil
	}
	return a
}

// Border returns the record of a request at the border between the stages: nil
// outside a call, and nil inside an attempt, where another retry begins a call
// of its own.
func Border(ctx context.Context) *Call {
	if attemptOf(ctx) != nil {
		return nil
	}
	return From(ctx)
}

// cut ends the attempt for a reason of ours. The caller holds the lock.
func (a *Attempt) cut(w why) *hook {
	if a.why == 0 {
		a.why = w
	}
	return a.end(canceled)
}

// cutBy is why we ended the attempt, 0 if we did not.
func (a *Attempt) cutBy() why {
	if a == nil {
		return 0
	}
	a.call.mu.Lock()
	defer a.call.mu.Unlock()
	return a.why
}

// leave ends the attempt: nobody wants more of it.
func (a *Attempt) leave() {
	if a == nil {
		return
	}
	a.call.mu.Lock()
	hooks := a.end(canceled)
	a.call.mu.Unlock()
	tell(hooks)
}
