package outbound_test

import (
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/retry"
)

func TestAClosedClientSendsNothing(t *testing.T) {
	doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
		base := testkit.Script(testkit.Text(200, "ok"))
		c := doortest.NewClient(t, outbound.WithMockTransport(base))
		for range 2 {
			if err := c.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if base.IdleCloses() == 0 {
			t.Error("the idle connections of the base were not closed")
		}
		_, err := d.Call(t.Context(), c, doortest.Get())
		doortest.WantKind(t, err, httperror.Closed)
		base.WantSent(t, 0)
	})
}

func TestACallInFlightFinishesAfterClose(t *testing.T) {
	doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
		synctest.Test(t, func(t *testing.T) {
			base := testkit.Script(testkit.Text(200, "ok").After(2 * time.Second))
			c := doortest.NewClient(t, outbound.WithMockTransport(base))
			time.AfterFunc(time.Second, func() { _ = c.Close() })
			if got, err := d.Call(t.Context(), c, doortest.Get()); err != nil || got.Body != "ok" {
				t.Errorf("got %q, %v, want ok", got.Body, err)
			}
		})
	})
}

func TestCloseEndsAWaitForARetry(t *testing.T) {
	doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
		synctest.Test(t, func(t *testing.T) {
			base, begun := testkit.Script(testkit.Status(503)), time.Now()
			c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithTimeout(0),
				outbound.WithRetry(retry.Policy{Wait: retry.Constant(40 * time.Second), Jitter: retry.NoJitter}))
			time.AfterFunc(time.Second, func() { _ = c.Close() })
			_, err := d.Call(t.Context(), c, doortest.Get())
			if e := doortest.WantKind(t, err, httperror.Closed); time.Since(begun) != time.Second || len(e.History) != 1 || e.History[0].StatusCode != 503 {
				t.Errorf("got %v after %v, history %v, want it after 1s with the 503", e, time.Since(begun), e.History)
			}
			base.WantSent(t, 1)
			base.WantClosed(t)
		})
	})
}

func TestHTTPIsAnotherClientEachTimeAndReachesTheIdleConnections(t *testing.T) {
	base := testkit.Script(testkit.Text(200, "ok"))
	c := doortest.NewClient(t, outbound.WithMockTransport(base))
	first, second := c.HTTP(), c.HTTP()
	if first == second {
		t.Error("got one client twice")
	}
	first.Timeout, first.Transport = time.Nanosecond, nil
	resp, err := second.Get(doortest.Get().URL)
	if err != nil || resp.StatusCode != 200 {
		t.Fatalf("got %v, %v: what is done to one client is seen by another", resp, err)
	}
	_ = resp.Body.Close()
	if second.CloseIdleConnections(); base.IdleCloses() != 1 {
		t.Errorf("got %d calls of CloseIdleConnections, want 1", base.IdleCloses())
	}
}
