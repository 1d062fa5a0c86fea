package retry_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/retry"
)

func TestAWaitThatDoesNotFitIsNotBegun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 3*s)
		defer cancel()
		p, events := record(retry.Policy{Wait: retry.Constant(4 * s), Jitter: retry.NoJitter})
		begun := time.Now()
		_, err := outbound.Get[string](ctx, client(t, play(status(503)...), p), "/")
		e := failed(t, err)
		want(t, "time", time.Since(begun), 0)
		want(t, "kind", e.Kind, httperror.ServerStatus)
		want(t, "reason", e.Reason, string(retry.DeadlineTooClose))
		want(t, "errors.Is deadline", errors.Is(err, context.DeadlineExceeded), false)
		wantNotes(t, events, "try1", "giveup1 deadline")
	})
}

func TestADeadlineThatHasPassedIsOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 3*s)
		defer cancel()
		p, events := record(retry.Policy{})
		_, err := outbound.Get[string](ctx, client(t, play(step{status: 200, takes: time.Hour}), p), "/")
		want(t, "kind", failed(t, err).Kind, httperror.Deadline)
		want(t, "errors.Is deadline", errors.Is(err, context.DeadlineExceeded), true)
		wantNotes(t, events, "try1", "giveup1 deadline")
	})
}

func TestTheTimeoutOfAnAttemptIsRepeatedWhileTheCallLives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, events := record(retry.Policy{Jitter: retry.NoJitter})
		c := client(t, play(step{status: 200, takes: time.Hour}, step{status: 200}), p, outbound.WithAttemptTimeout(5*s))
		begun := time.Now()
		_, err := outbound.Get[string](t.Context(), c, "/")
		want(t, "error", err, nil)
		want(t, "time", time.Since(begun), 6*s)
		wantNotes(t, events, "try1", "backoff1 1s", "try2", "success2")
	})
}

// secret is a context whose deadline nobody can ask for.
type secret struct{ context.Context }

func (secret) Deadline() (time.Time, bool) { return time.Time{}, false }

func TestADeadlineThatWasNotAnnouncedEndsAWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 3*s)
		defer cancel()
		p, events := record(retry.Policy{Wait: retry.Constant(4 * s), Jitter: retry.NoJitter})
		begun := time.Now()
		_, err := outbound.Get[string](secret{ctx}, client(t, play(status(503)...), p), "/")
		e := failed(t, err)
		want(t, "time", time.Since(begun), 3*s)
		want(t, "kind", e.Kind, httperror.Deadline)
		want(t, "reason", e.Reason, string(retry.DeadlineTooClose))
		wantNotes(t, events, "try1", "backoff1 4s", "giveup1 deadline")
	})
}
