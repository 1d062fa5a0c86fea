package retry_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/retry"
)

func TestACallCancelledDuringItsAttemptIsNotRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(s, cancel)
		p, events := record(retry.Policy{When: func(retry.Attempt) bool { return true }})
		_, err := outbound.Get[string](ctx, client(t, play(step{status: 200, takes: time.Minute}), p), "/")
		want(t, "kind", failed(t, err).Kind, httperror.Canceled)
		wantNotes(t, events, "try1", "giveup1 canceled")
	})
}

func TestACallCancelledBeforeItsFirstAttemptTellsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		p, events := record(retry.Policy{})
		base := play(status(200)...)
		layer, err := retry.New(p)
		if err != nil {
			t.Fatal(err)
		}
		req := request(t, "PUT", strings.NewReader("x"))
		_, err = layer(base).RoundTrip(req.WithContext(ctx))
		want(t, "kind", failed(t, err).Kind, httperror.Canceled)
		wantNotes(t, events)
		want(t, "requests sent", len(base.sent), 0)
	})
}
