package retry_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/retry"
)

// A call that waits an hour after its first attempt is interrupted two seconds
// into it. (That nothing is left running the bubble itself demands.)
func TestAWaitEndsEarly(t *testing.T) {
	errStop := errors.New("shut down")
	tests := map[string]struct {
		interrupt func(stop context.CancelCauseFunc, c *outbound.Client)
		kind      httperror.Kind
		is        []error
	}{
		"when the caller cancels": {
			func(stop context.CancelCauseFunc, _ *outbound.Client) { stop(nil) },
			httperror.Canceled, []error{context.Canceled, httperror.Canceled},
		},
		"when the caller cancels for a cause": {
			func(stop context.CancelCauseFunc, _ *outbound.Client) { stop(errStop) },
			httperror.Canceled, []error{context.Canceled, httperror.Canceled, errStop},
		},
		"when the client is closed": {
			func(_ context.CancelCauseFunc, c *outbound.Client) { _ = c.Close() },
			httperror.Closed, []error{httperror.Closed},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, events := record(retry.Policy{MaxElapsed: retry.Unlimited, Wait: retry.Constant(time.Hour), Jitter: retry.NoJitter})
				note, last := p.Observe, retry.Event{}
				p.Observe = func(e retry.Event) { note(e); last = e }
				base := play(status(503)...)
				c := client(t, base, p)
				ctx, stop := context.WithCancelCause(t.Context())
				defer stop(nil)
				time.AfterFunc(2*s, func() { tt.interrupt(stop, c) })
				begun := time.Now()
				_, err := outbound.Get[string](ctx, c, "/")

				e := failed(t, err)
				want(t, "time", time.Since(begun), 2*s)
				want(t, "kind", e.Kind, tt.kind)
				want(t, "reason", e.Reason, string(retry.Canceled))
				want(t, "requests sent", len(base.sent), 1)
				want(t, "failures before it", slices.Equal(e.History, []httperror.Attempt{{Number: 1, StatusCode: 503, Kind: httperror.ServerStatus}}), true)
				wantNotes(t, events, "try1", "backoff1 1h0m0s", "giveup1 canceled")
				want(t, "slept, waits that were broken off aside", last.Slept, 0)
				for _, target := range tt.is {
					want(t, "errors.Is "+target.Error(), errors.Is(err, target), true)
				}
				want(t, "errors.Is deadline", errors.Is(err, context.DeadlineExceeded), false)
			})
		})
	}
}

func TestAnInterruptedCallIsNotRepeated(t *testing.T) {
	tests := map[string]struct {
		policy  retry.Policy
		observe func(e retry.Event, cancel func(), c *outbound.Client)
		want    []string
	}{
		"cancelled while a wait of 0 is announced": {
			retry.Policy{Wait: retry.Constant(0)},
			func(e retry.Event, cancel func(), _ *outbound.Client) { cancel() },
			[]string{"try1", "backoff1 0s", "giveup1 canceled"},
		},
		"closed while a wait of 0 is announced": {
			retry.Policy{Wait: retry.Constant(0), Attempts: retry.Unlimited},
			func(_ retry.Event, _ func(), c *outbound.Client) { _ = c.Close() },
			[]string{"try1", "backoff1 0s", "giveup1 canceled"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				p, events := record(tt.policy)
				note := p.Observe
				var c *outbound.Client
				p.Observe = func(e retry.Event) {
					if note(e); e.Type == retry.Backoff {
						tt.observe(e, cancel, c)
					}
				}
				base := play(status(503)...)
				c = client(t, base, p)
				_, err := outbound.Get[string](ctx, c, "/")
				want(t, "reason", failed(t, err).Reason, string(retry.Canceled))
				wantNotes(t, events, tt.want...)
				want(t, "requests sent", len(base.sent), 1)
			})
		})
	}
}
