package callinfo

import (
	"context"
	"errors"
)

// because joins the error of a context and what it did to the transport, so
// that errors.Is finds either and the text is the context's.
func because(ctxErr, err error) error {
	if err == nil || ctxErr == nil || err == ctxErr || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return ctxErr
	}
	return &endedError{ctxErr, err}
}

type endedError struct{ ctx, by error }

func (e *endedError) Error() string   { return e.ctx.Error() }
func (e *endedError) Unwrap() []error { return []error{e.ctx, e.by} }

// alive keeps err from matching the context's errors: package net gives its own
// timers the looks of them, and the caller's context is alive.
func alive(err error) error {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return &aliveError{err}
	}
	return err
}

type aliveError struct{ err error }

func (e *aliveError) Error() string      { return e.err.Error() }
func (e *aliveError) As(target any) bool { return errors.As(e.err, target) }
func (e *aliveError) Is(target error) bool {
	return target != context.DeadlineExceeded && target != context.Canceled && errors.Is(e.err, target)
}
