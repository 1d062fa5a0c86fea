package retry

import (
	"context"
	"errors"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/callinfo"
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
	if err := ctx.Err(); err != nil {
		return v, context.Cause(ctx)
	}
	call := callinfo.New(ctx)
	defer call.End(nil)
	r := run{call: call, policy: &p, free: true}
	for {
		r.number++
		r.tell(Event{Type: Try})
		var err error
		v, err = f(ctx)

		a := Attempt{Number: r.number, Err: err, Kind: httperror.Classify(err)}
		if err != nil && ctx.Err() != nil {
			a.Kind = endedKind(ctx)
		}
		again := r.asks(a)
		if err == nil && !again {
			p.Budget.refund("")
			r.tell(Event{Type: Success})
			return v, nil
		}
		wait, reason := r.decide(a, again)
		if reason != "" {
			r.tell(Event{Type: GiveUp, Err: err, Reason: reason})
			return v, unmark(err)
		}
		r.tell(Event{Type: Backoff, Wait: wait, Err: err})
		if serr := call.Sleep(wait); serr != nil {
			r.tell(Event{Type: GiveUp, Err: serr, Reason: Canceled})
			return v, errors.Join(context.Cause(ctx), serr, err)
		}
	}
}

func endedKind(ctx context.Context) httperror.Kind {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return httperror.Deadline
	}
	return httperror.Canceled
}

// unmark takes the outermost mark off, which has done its work.
func unmark(err error) error { return mark.Strip(err) }
