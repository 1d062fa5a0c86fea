package doortest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/retry"
)

func TestTimeRunsOutAtEveryDoor(t *testing.T) {
	off := outbound.WithAttemptTimeout(0)
	for _, c := range []struct {
		name  string
		reply testkit.Reply
		opts  []outbound.Option
		call  []outbound.CallOption
		kind  httperror.Kind
		after time.Duration
	}{
		{"of the call, by default", testkit.Silence(), []outbound.Option{off}, nil, httperror.Deadline, 60 * time.Second},
		{"of the call, as set", testkit.Silence(), []outbound.Option{outbound.WithTimeout(3 * time.Second)}, nil, httperror.Deadline, 3 * time.Second},
		{"of the call, as this call says", testkit.Silence(), []outbound.Option{outbound.WithTimeout(3 * time.Second)}, []outbound.CallOption{outbound.Timeout(2 * time.Second)}, httperror.Deadline, 2 * time.Second},
		{"of the call, in its body", Still("some"), []outbound.Option{outbound.WithTimeout(3 * time.Second)}, nil, httperror.Deadline, 3 * time.Second},
		{"of the attempt, by default", testkit.Silence(), nil, nil, httperror.Timeout, 10 * time.Second},
		{"of the attempt, as set", testkit.Silence(), []outbound.Option{outbound.WithAttemptTimeout(time.Second)}, nil, httperror.Timeout, time.Second},
		{"of all attempts", testkit.Silence(), []outbound.Option{outbound.WithAttemptTimeout(time.Second), outbound.WithRetry(retry.Policy{Attempts: 3, Wait: retry.Constant(0)})}, nil, httperror.Timeout, 3 * time.Second},
		{"of a body that stands still, by default", Still("some"), nil, nil, httperror.Timeout, 30 * time.Second},
		{"of a body that stands still, as set", Still("some"), []outbound.Option{outbound.WithBodyIdleTimeout(time.Second)}, nil, httperror.Timeout, time.Second},
		{"of a stream that stands still", Still("some"), []outbound.Option{outbound.WithTimeout(2 * time.Second), outbound.WithBodyIdleTimeout(5 * time.Second)}, []outbound.CallOption{outbound.Stream()}, httperror.Timeout, 5 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			EachDoor(t, func(t *testing.T, d Door) {
				if c.call != nil && d.Name == "Call" && strings.Contains(c.name, "stream") {
					return // a typed call has no stream
				}
				synctest.Test(t, func(t *testing.T) {
					base, begun := testkit.Script(c.reply), time.Now()
					client := NewClient(t, append(c.opts, outbound.WithMockTransport(base))...)
					_, err := d.Call(t.Context(), client, Get(c.call...))
					e := WantKind(t, err, c.kind)
					if after := time.Since(begun); after != c.after || !e.Timeout() {
						t.Errorf("got Timeout() %t after %v, want true after %v", e.Timeout(), after, c.after)
					}
					if c.kind == httperror.Deadline != errors.Is(err, context.DeadlineExceeded) {
						t.Errorf("got errors.Is(err, context.DeadlineExceeded) %t for kind %s", errors.Is(err, context.DeadlineExceeded), c.kind)
					}
					base.WantClosed(t)
				})
			})
		})
	}
}

func TestABodyInUseIsNotCutByTheAttempt(t *testing.T) {
	EachDoor(t, func(t *testing.T, d Door) {
		synctest.Test(t, func(t *testing.T) {
			drip := &Dripping{Left: 20}
			base := testkit.Script(testkit.Text(200, "").Body(drip))
			c := NewClient(t, outbound.WithMockTransport(base), outbound.WithAttemptTimeout(2*time.Second), outbound.WithBodyIdleTimeout(2*time.Second))
			got, err := d.Call(t.Context(), c, Get())
			if err != nil || len(got.Body) != 20 {
				t.Errorf("got %d bytes, %v, want 20 in 20 s", len(got.Body), err)
			}
		})
	})
}
