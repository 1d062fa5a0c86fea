package doortest

import (
	"errors"
	"slices"
	"testing"

	"example.com/outbound"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/retry"
)

func TestOneIdempotencyKeyPerPostAndPatchTheSameOnEveryAttempt(t *testing.T) {
	for _, method := range []string{"GET", "PUT", "POST", "PATCH"} {
		EachDoor(t, func(t *testing.T, d Door) {
			base := testkit.Script(testkit.Status(503), testkit.Status(503), testkit.Text(200, "ok"))
			c := NewClient(t, outbound.WithMockTransport(base), outbound.WithIdempotencyKeys(), outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))
			for range 2 {
				if _, err := d.Call(t.Context(), c, Ask{Method: method, URL: Get().URL, Body: "x"}); err != nil {
					t.Fatal(err)
				}
			}
			keys := base.Values("Idempotency-Key")
			keyed := method == "POST" || method == "PATCH"
			if len(keys) != 4 || keyed != (keys[0] != "") || keys[0] != keys[1] || keys[1] != keys[2] || keyed == (keys[2] == keys[3]) {
				t.Errorf("%s: got keys %q", method, keys)
			}
		})
	}
}

func TestTheCallersIdempotencyKeyWins(t *testing.T) {
	EachDoor(t, func(t *testing.T, d Door) {
		base := testkit.Script(testkit.Status(503), testkit.Text(200, "ok"))
		c := NewClient(t, outbound.WithMockTransport(base), outbound.WithIdempotencyKeys(), outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))
		_, err := d.Call(t.Context(), c, Ask{Method: "POST", URL: Get().URL, Body: "x", Opts: []outbound.CallOption{outbound.Header("Idempotency-Key", "mine")}})
		if keys := base.Values("Idempotency-Key"); err != nil || !slices.Equal(keys, []string{"mine", "mine"}) {
			t.Errorf("got keys %q, %v, want mine twice", keys, err)
		}
	})
}

func TestAPostIsNotSentTwiceWithoutAWordForIt(t *testing.T) {
	reset := testkit.Fail(errors.New("broken"))
	for name, c := range map[string]struct {
		opts []outbound.CallOption
		want int
	}{
		"plain":          {nil, 1},
		"idempotent":     {[]outbound.CallOption{outbound.Idempotent()}, 2},
		"with a key":     {[]outbound.CallOption{outbound.Header("Idempotency-Key", "k")}, 2},
		"NoRetry on top": {[]outbound.CallOption{outbound.Idempotent(), outbound.NoRetry()}, 1},
		"its own policy": {[]outbound.CallOption{outbound.Retry(retry.Policy{Methods: retry.AnyMethod(), When: failed, Wait: retry.Constant(0)})}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			EachDoor(t, func(t *testing.T, d Door) {
				base := testkit.Script(reset, testkit.Text(200, "ok"))
				client := NewClient(t, outbound.WithMockTransport(base), outbound.WithRetry(retry.Policy{When: failed, Wait: retry.Constant(0)}))
				_, _ = d.Call(t.Context(), client, Ask{Method: "POST", URL: Get().URL, Body: "x", Opts: c.opts})
				base.WantSent(t, c.want)
			})
		})
	}
}

func TestTheIdempotencyKeyGoesAlongWithARedirect(t *testing.T) {
	EachDoor(t, func(t *testing.T, d Door) {
		base := testkit.Script(testkit.Redirect(307, "/to"), testkit.Text(200, "ok"))
		_, err := d.Call(t.Context(), NewClient(t, outbound.WithMockTransport(base), outbound.WithIdempotencyKeys()), Ask{Method: "POST", URL: From, Body: "x"})
		if keys := base.Values("Idempotency-Key"); err != nil || len(keys) != 2 || keys[0] != keys[1] || keys[0] == "" {
			t.Errorf("got keys %q, %v, want one twice", keys, err)
		}
	})
}
