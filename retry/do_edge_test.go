package retry_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/retry"
)

func TestDoCallsNothingInVain(t *testing.T) {
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	tests := map[string]struct {
		ctx    context.Context
		policy retry.Policy
		is     error
	}{
		"with a context that is over":      {canceled, retry.Policy{}, context.Canceled},
		"with a policy that does not hold": {t.Context(), retry.Policy{Attempts: -2}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p, events := record(tt.policy)
			_, err := retry.Do(tt.ctx, p, func(context.Context) (int, error) {
				t.Error("f was called")
				return 0, nil
			})
			if err == nil || tt.is != nil && !errors.Is(err, tt.is) {
				t.Errorf("got %v, want an error that is %v", err, tt.is)
			}
			wantNotes(t, events)
		})
	}
}

func TestDoStopsWhenFsContextIsOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		p, events := record(retry.Policy{})
		_, err := retry.Do(ctx, p, func(ctx context.Context) (int, error) {
			cancel()
			return 0, retry.Again(errBoom)
		})
		want(t, "f's own error", errors.Is(err, errBoom), true)
		wantNotes(t, events, "try1", "giveup1 canceled")
	})
}

func TestDoKeepsADeadlineLikeTheLayer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 3*s)
		defer cancel()
		p, events := record(retry.Policy{Jitter: retry.NoJitter})
		begun := time.Now()
		_, err := retry.Do(ctx, p, func(context.Context) (int, error) { return 0, retry.Again(errBoom) })
		want(t, "error", err, errBoom)
		want(t, "time", time.Since(begun), s)
		wantNotes(t, events, "try1", "backoff1 1s", "try2", "giveup2 deadline")
	})
}

func TestDoChargesABudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, events := record(retry.Policy{Wait: retry.Constant(0), Budget: retry.NewBudget(4, .1)})
		_, err := retry.Do(t.Context(), p, func(context.Context) (int, error) { return 0, retry.Again(errBoom) })
		want(t, "error", err, errBoom)
		wantNotes(t, events, "try1", "backoff1 0s", "try2", "giveup2 budget")
	})
}
