package integration_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
	"example.com/outbound/retry"
)

// A call that ends early for lack of time is the last 503, with all that the
// server said.
func TestACallWithoutTimeForTheWaitIsTheLastAnswer(t *testing.T) {
	srv := faultserver.Start(t, faultserver.Answer(503, "try later", "Content-Type", "text/plain", "Retry-After", "30"))
	for _, w := range ways {
		t.Run(w.name, func(t *testing.T) {
			c := newClient(t, outbound.WithRetry(atOnce(4)), outbound.WithTimeout(0))
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()

			_, err := w.call(t, c, "GET", scene{url: srv.URL, ctx: func(*testing.T) context.Context { return ctx }})
			he := failure(t, err, httperror.ServerStatus)
			if he.StatusCode != 503 || string(he.Body) != "try later" || he.RetryAfter != 30*time.Second {
				t.Errorf("got %d, %q, Retry-After %v, want what the server said", he.StatusCode, he.Body, he.RetryAfter)
			}
			if he.Reason != string(retry.DeadlineTooClose) || he.Attempts != 1 {
				t.Errorf("got reason %q after %d attempts, want deadline after 1", he.Reason, he.Attempts)
			}
			if errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
				t.Error("got a passed deadline, want an early end")
			}
		})
	}
}

// A deadline that passes during the fourth attempt is the deadline's, and the
// history has the three answers before it.
func TestADeadlineInTheFourthAttemptKeepsTheHistory(t *testing.T) {
	for _, w := range ways {
		t.Run(w.name, func(t *testing.T) {
			srv := faultserver.Start(t, faultserver.Status(503), faultserver.Status(503), faultserver.Status(503), faultserver.Never())
			c := newClient(t, outbound.WithRetry(atOnce(4)))
			ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
			defer cancel()

			_, err := w.call(t, c, "GET", scene{url: srv.URL, ctx: func(*testing.T) context.Context { return ctx }})
			he := failure(t, err, httperror.Deadline)
			if !errors.Is(err, context.DeadlineExceeded) || !he.Timeout() {
				t.Errorf("got %v, want DeadlineExceeded in it", err)
			}
			var codes []int
			for _, a := range he.History {
				codes = append(codes, a.StatusCode)
			}
			if !slices.Equal(codes, []int{503, 503, 503, 0}) {
				t.Errorf("got history %v, want 503 503 503 0", codes)
			}
		})
	}
}

// A context that is cancelled with a cause ends the call as cancelled: net/http
// returns the cause in place of context.Canceled.
func TestACauseDoesNotHideTheCancellation(t *testing.T) {
	for _, w := range ways {
		t.Run(w.name, func(t *testing.T) {
			s := cancelled(inHeaders)(t)
			_, err := w.call(t, newClient(t), "GET", s)
			failure(t, err, httperror.Canceled)
			if !errors.Is(err, errCause) {
				t.Errorf("got %v, want the cause in it", err)
			}
			if !errors.Is(err, context.Canceled) {
				t.Errorf("got %v, want context.Canceled in it", err)
			}
		})
	}
}
