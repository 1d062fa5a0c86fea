package doortest

import (
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/retry"
)

func TestMetaIsFilledFailedOrNot(t *testing.T) {
	EachDoor(t, func(t *testing.T, d Door) {
		synctest.Test(t, func(t *testing.T) {
			base := testkit.Script(testkit.Status(503), testkit.Text(200, "ok").With("X-Mine", "1"))
			c := NewClient(t, outbound.WithMockTransport(base),
				outbound.WithRetry(retry.Policy{Attempts: 2, Wait: retry.Constant(time.Second), Jitter: retry.NoJitter}))
			var meta outbound.ResponseMeta
			if d.Name == "Call" {
				_, _ = outbound.Get[string](t.Context(), c, Get().URL, outbound.Meta(&meta))
			} else {
				_, _ = d.Call(t.Context(), c, Get(outbound.Meta(&meta)))
			}
			if meta.StatusCode != 200 || meta.Attempts != 2 || meta.Elapsed != time.Second || meta.Header.Get("X-Mine") != "1" {
				t.Errorf("got %+v, want 200 after 2 attempts and 1s", meta)
			}
		})
	})
}

func TestTheHeaderInMetaIsTheCallers(t *testing.T) {
	var meta outbound.ResponseMeta
	c := NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(200, "ok").With("X-Mine", "1"))))
	resp, err := c.R(t.Context(), outbound.Meta(&meta)).Get(Get().URL)
	if err != nil {
		t.Fatal(err)
	}
	if meta.Header.Set("X-Mine", "2"); resp.Header().Get("X-Mine") != "1" {
		t.Error("what is written to the header in Meta is seen in the response")
	}
}
