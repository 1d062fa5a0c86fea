package retry

import (
	"context"
	"errors"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/mark"
)

// Do calls f under p until it succeeds or a reason to stop holds, and returns
// f's last value and error. There is no request, so the method gate and the
// body do not matter; the kind of an error is [httperror.Classify]'s, so that
// with When nil a plain error is final: use [Again] or When. A cancelled or
// expired ctx ends it; during a wait the error is the context's joined with f's
// last. f runs on the caller's goroutine. An invalid p is an error before f is
// called.
func Do[T any](ctx context.Context, p Policy, f func(context.Context) (T, error)) (T, error) {
	var v T
	if err := p.Validate(); err != nil {
		return v, err
	}
	if ctx.Err() != nil {
		return v, ended(ctx)
	}
	record := call.New(ctx)
	defer record.End(nil)
	r := run{call: record, policy: &p, isFunc: true}
	for {
		r.announce()
		var err error
		v, err = f(ctx)

		a := Attempt{Number: r.number, Err: err, Kind: kindOf(ctx, err)}
		again := r.wantsRetry(a)
		if err == nil && !again {
			r.succeed(nil)
			return v, nil
		}
		wait, reason := r.decide(a, again)
		if reason != "" {
			if reason == Canceled && err == nil {
				err = ended(ctx)
			}
			r.emit(Event{Type: GiveUp, Err: err, Reason: reason})
			return v, mark.Strip(err)
		}
		r.emit(Event{Type: Backoff, Wait: wait, Err: err})
		if why := record.Sleep(record, wait); why != nil {
			err = errors.Join(ended(ctx), mark.Strip(err))
			r.emit(Event{Type: GiveUp, Err: err, Reason: reasonOf(why)})
			return v, err
		}
	}
}

// kindOf is the kind of f's error. If ctx is over that is why, whatever f makes
// of it.
func kindOf(ctx context.Context, err error) httperror.Kind {
	switch {
	case err == nil || ctx.Err() == nil:
		return httperror.Classify(err)
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return httperror.Deadline
	}
	return httperror.Canceled
}

// ended is the error of a context that is over, with its cause if that is
// another one.
func ended(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if cause == err { //nolint:errorlint // the very same
		return err
	}
	return errors.Join(err, cause)
}
