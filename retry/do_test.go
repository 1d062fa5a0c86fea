package retry_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/retry"
)

var errBoom = errors.New("boom")

func TestDo(t *testing.T) {
	refused := &httperror.Error{Kind: httperror.Connect, Err: errRefused}
	tests := map[string]struct {
		when   retry.Condition
		errs   []error // of successive calls; the last repeats
		events []string
		err    error
	}{
		"a success needs one call":               {nil, []error{nil}, []string{"try1", "success1"}, nil},
		"a plain error is final":                 {nil, []error{errBoom}, []string{"try1", "giveup1 not_retryable"}, errBoom},
		"but not if it asks for more":            {nil, []error{retry.Again(errBoom), nil}, []string{"try1", "backoff1 1s", "try2", "success2"}, nil},
		"or When says so":                        {retry.OnError(errBoom), []error{fmt.Errorf("w: %w", errBoom), nil}, []string{"try1", "backoff1 1s", "try2", "success2"}, nil},
		"a transient error is repeated":          {nil, []error{io.ErrUnexpectedEOF, refused, nil}, []string{"try1", "backoff1 1s", "try2", "backoff2 2s", "try3", "success3"}, nil},
		"a permanent error is final":             {func(retry.Attempt) bool { return true }, []error{fmt.Errorf("w: %w", retry.Permanent(errBoom))}, []string{"try1", "giveup1 not_retryable"}, errBoom},
		"Again ends with the attempts":           {nil, []error{retry.Again(errBoom)}, []string{"try1", "backoff1 1s", "try2", "backoff2 2s", "try3", "backoff3 4s", "try4", "giveup4 attempts"}, errBoom},
		"Again is found in joined errors":        {nil, []error{errors.Join(errRefused, retry.Again(errBoom)), nil}, []string{"try1", "backoff1 1s", "try2", "success2"}, nil},
		"a status as an error is judged like it": {nil, []error{&httperror.Error{Kind: httperror.ServerStatus}, &httperror.Error{Kind: httperror.ClientStatus}}, []string{"try1", "backoff1 1s", "try2", "giveup2 not_retryable"}, httperror.ClientStatus},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, events := record(retry.Policy{Jitter: retry.NoJitter, When: tt.when})
				n := 0
				v, err := retry.Do(t.Context(), p, func(context.Context) (int, error) {
					n++
					return n, tt.errs[min(n, len(tt.errs))-1]
				})
				want(t, "value of the last call", v, n)
				if !errors.Is(err, tt.err) {
					t.Errorf("error: got %v, want %v", err, tt.err)
				}
				wantNotes(t, events, tt.events...)
			})
		})
	}
}

func TestDoReturnsTheErrorWithoutItsMark(t *testing.T) {
	for name, marked := range map[string]error{"permanent": retry.Permanent(errBoom), "again": retry.Again(errBoom)} {
		t.Run(name, func(t *testing.T) {
			_, err := retry.Do(t.Context(), retry.Policy{Attempts: 1}, func(context.Context) (int, error) { return 0, marked })
			want(t, "error", err, errBoom)
		})
	}
}

func TestDoPollsForAValue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var v int
		p := retry.Policy{Wait: retry.Constant(2 * s), Jitter: retry.NoJitter, When: func(retry.Attempt) bool { return v < 3 }}
		got, err := retry.Do(t.Context(), p, func(context.Context) (int, error) { v++; return v, nil })
		want(t, "value", got, 3)
		want(t, "error", err, nil)
	})
}

func TestDoEndsWithItsContext(t *testing.T) {
	for name, f := range map[string]error{"after a failure": retry.Again(errBoom), "after a value that nobody wants": nil} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithCancelCause(t.Context())
				time.AfterFunc(2*s, func() { stop(io.ErrNoProgress) })
				p, events := record(retry.Policy{Wait: retry.Constant(time.Minute), Jitter: retry.NoJitter, MaxElapsed: retry.Unlimited, When: func(retry.Attempt) bool { return true }})
				begun := time.Now()
				v, err := retry.Do(ctx, p, func(context.Context) (int, error) { return 7, f })
				want(t, "time", time.Since(begun), 2*s)
				want(t, "value", v, 7)
				want(t, "is canceled", errors.Is(err, context.Canceled), true)
				want(t, "is the cause", errors.Is(err, io.ErrNoProgress), true)
				want(t, "is the last failure", errors.Is(err, errBoom), f != nil)
				wantNotes(t, events, "try1", "backoff1 1m0s", "giveup1 canceled")
			})
		})
	}
}
