package admit_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/admit"
	"example.com/outbound/middleware/limit"
)

func gated(t *testing.T, g limit.Gate) *client { return newClient(t, admit.Policies{Gate: &g}) }

func TestOneRetryAfterHoldsEveryCallerOfTheOrigin(t *testing.T) {
	for _, code := range []int{429, 503} {
		bubble(t, func(t *testing.T) {
			c := gated(t, limit.Gate{})
			c.does(status(code, "Retry-After", "7"))
			_ = c.get(t.Context())
			c.does(nil)
			begin := time.Now()
			if _, err := c.do(request(t.Context(), "https://b.test/")); err != nil {
				t.Error(err)
			}
			took(t, begin, 0)
			if err := c.get(t.Context()); err != nil {
				t.Error(err)
			}
			took(t, begin, 7*time.Second)
			if got := fmt.Sprint(c.told()); got != "[gate free>held gate held>free]" {
				t.Errorf("got the changes %s", got)
			}
		})
	}
}

func TestAShorterWishNeverShortensAHold(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := gated(t, limit.Gate{})
		begin := time.Now()
		c.does(func(n int, req *http.Request) (*http.Response, error) {
			if n == 1 {
				time.Sleep(time.Second)
				return answer(req, 429, "Retry-After", "2"), nil // until 3 s
			}
			return answer(req, 429, "Retry-After", "10"), nil
		})
		go func() { _ = c.get(t.Context()) }()
		time.Sleep(time.Millisecond)
		_ = c.get(t.Context())
		time.Sleep(2 * time.Second)
		c.does(nil)
		if err := c.get(t.Context()); err != nil {
			t.Error(err)
		}
		took(t, begin, 10001*time.Millisecond)
	})
}

func TestAWishAboveMaxHoldIsNotWaitedFor(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := gated(t, limit.Gate{})
		for _, value := range []string{"61", "1000000000000", "99999999999999999999999"} {
			c.does(status(429, "Retry-After", value))
			begin := time.Now()
			for range 2 {
				if err := c.get(t.Context()); err != nil {
					t.Error(err)
				}
			}
			took(t, begin, 0)
		}
	})
}

func TestAHoldThatDoesNotFitRefusesAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := gated(t, limit.Gate{})
		c.does(status(503, "Retry-After", "30"))
		_ = c.get(t.Context())
		begin, sent := time.Now(), c.count()
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		he := wantKind(t, c.get(ctx), httperror.Limited)
		took(t, begin, 0)
		if he.RetryAfter != 30*time.Second || c.count() != sent {
			t.Errorf("got RetryAfter %v and %d requests sent, want 30s and none", he.RetryAfter, c.count()-sent)
		}
	})
}

// A caller that can wait for a hold is told when the hold grows beyond that.
func TestAHoldThatGrowsEndsTheWaitsThatNoLongerFit(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := gated(t, limit.Gate{})
		c.does(func(n int, req *http.Request) (*http.Response, error) {
			if n == 1 { // under way while the second is held
				time.Sleep(2 * time.Second)
				return answer(req, 429, "Retry-After", "50"), nil
			}
			return answer(req, 429, "Retry-After", "10"), nil
		})
		go func() { _ = c.get(t.Context()) }()
		time.Sleep(time.Second)
		_ = c.get(t.Context())
		begin := time.Now()
		errs := make(chan error)
		for range 2 { // the first of the queue and one behind it
			go func() {
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
				defer cancel()
				errs <- c.get(ctx)
			}()
		}
		for range 2 {
			wantKind(t, <-errs, httperror.Limited)
		}
		took(t, begin, time.Second)
	})
}

func TestAHundredHeldCallersAreReleasedOverASecondInTheirOrder(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := gated(t, limit.Gate{})
		c.does(status(429, "Retry-After", "5"))
		_ = c.get(t.Context())
		c.does(nil)
		begin := time.Now()
		released := make([]time.Duration, 100)
		var all sync.WaitGroup
		for i := range released {
			all.Go(func() {
				if err := c.get(t.Context()); err != nil {
					t.Error(err)
				}
				released[i] = time.Since(begin)
			})
			time.Sleep(time.Millisecond)
		}
		all.Wait()
		if !slices.IsSorted(released) {
			t.Error("the callers were not released in the order in which they came")
		}
		first, last := released[0], released[99]
		if first.Round(time.Millisecond) != 5*time.Second || last < 5900*time.Millisecond || last > 6*time.Second {
			t.Errorf("got the first released after %v and the last after %v, want 5s and just under 6s", first, last)
		}
		if mid := released[50] - 5500*time.Millisecond; mid.Abs() > 20*time.Millisecond {
			t.Errorf("got the middle one released after %v, want 5.5s", released[50])
		}
		now := time.Now()
		_ = c.get(t.Context())
		took(t, now, 0)
	})
}

// Retry sleeps outside of the gate: its callers are told different times.
func TestCallersThatSleepElsewhereAreSpreadToo(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := gated(t, limit.Gate{})
		c.does(status(429, "Retry-After", "5"))
		_ = c.get(t.Context())
		tenths := map[int]int{}
		for i := range 100 {
			d, kind := c.Hold(request(t.Context(), home))
			if i == 0 && d != 5*time.Second {
				t.Errorf("got a hold of %v for the first caller, want 5s", d)
			}
			if d < 5*time.Second || d >= 6*time.Second || kind != httperror.Limited {
				t.Fatalf("got a hold of %v of kind %q, want 5s to 6s, limited", d, kind)
			}
			tenths[int((d-5*time.Second)/(100*time.Millisecond))]++
		}
		for i := range 10 {
			if n := tenths[i]; n < 8 || n > 12 {
				t.Errorf("got %d of 100 callers in tenth %d of the second, want about 10", n, i)
			}
		}
	})
}

func TestTheQuotaOfOneUserHoldsNobodyElse(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := gated(t, limit.Gate{})
		as := func(user string) *http.Request {
			req := request(t.Context(), home)
			if user != "" {
				req.Header.Set("Authorization", "Bearer "+user)
			}
			return req
		}
		c.does(status(429, "Retry-After", "30"))
		_, _ = c.do(as("ann"))
		c.does(nil)
		begin := time.Now()
		_, _ = c.do(as("bob"))
		_, _ = c.do(as(""))
		took(t, begin, 0)
		_, _ = c.do(as("ann"))
		took(t, begin, 30*time.Second)
	})
}

func TestRateLimitFields(t *testing.T) {
	epoch := func(d time.Duration, unit time.Duration) string {
		return fmt.Sprint(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).Add(d).UnixNano() / int64(unit))
	}
	for _, test := range []struct {
		name   string
		pace   limit.Pace
		code   int
		fields []string
		want   time.Duration // of the wait of the next request
	}{
		{"nothing remains", limit.Hold, 200, []string{"RateLimit", `"default";r=0;t=30`}, 30 * time.Second},
		{"the name is a token", limit.Hold, 200, []string{"RateLimit", `default;r=0;t=30`}, 30 * time.Second},
		{"one remains", limit.Hold, 200, []string{"RateLimit", `"default";r=1;t=30`}, 0},
		{"of several the latest without a rest", limit.Hold, 200, []string{"RateLimit", `"a";r=0;t=3, "b";r=0;t=9;pk=:cHJn:, "c";r=5;t=50`}, 9 * time.Second},
		{"no reset", limit.Hold, 200, []string{"RateLimit", `"default";r=0`}, 0},
		{"malformed", limit.Hold, 200, []string{"RateLimit", `"default;r=0;t=30`}, 0},
		{"negative", limit.Hold, 200, []string{"RateLimit", `"default";r=0;t=-30`}, 0},
		{"not a number", limit.Hold, 200, []string{"RateLimit", `"default";r=0;t="30"`}, 0},
		{"Retry-After wins", limit.Hold, 429, []string{"RateLimit", `"default";r=0;t=30`, "Retry-After", "4"}, 4 * time.Second},
		{"a malformed Retry-After is none", limit.Hold, 429, []string{"RateLimit", `"default";r=0;t=30`, "Retry-After", "soon"}, 30 * time.Second},
		{"Retry-After of a success is none of the gate's", limit.Hold, 202, []string{"Retry-After", "4"}, 0},
		{"draft 07", limit.Hold, 200, []string{"RateLimit", `limit=100, remaining=0, reset=12`}, 12 * time.Second},
		{"draft 07, some remain", limit.Hold, 200, []string{"RateLimit", `limit=100, remaining=8, reset=12`}, 0},
		{"draft 06", limit.Hold, 200, []string{"RateLimit-Remaining", "0", "RateLimit-Reset", "15"}, 15 * time.Second},
		{"X-RateLimit, seconds", limit.Hold, 200, []string{"X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "15"}, 15 * time.Second},
		{"X-RateLimit, a fraction", limit.Hold, 200, []string{"X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "1.5"}, 1500 * time.Millisecond},
		{"X-RateLimit, seconds since 1970", limit.Hold, 403, []string{"X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "EPOCH+20s"}, 20 * time.Second},
		{"X-RateLimit, milliseconds since 1970", limit.Hold, 200, []string{"X-Rate-Limit-Remaining", "0", "X-Rate-Limit-Reset", "EPOCH+21000ms"}, 21 * time.Second},
		{"X-RateLimit, in the past", limit.Hold, 200, []string{"X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "EPOCH-20s"}, 0},
		{"X-RateLimit, two values", limit.Hold, 200, []string{"X-RateLimit-Remaining", "0, 5", "X-RateLimit-Reset", "15"}, 0},
		{"too long", limit.Hold, 200, []string{"RateLimit", `"default";r=0;t=999999999999`}, 0},
		{"ignored", limit.Ignore, 200, []string{"RateLimit", `"default";r=0;t=30`, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "15"}, 0},
		{"spread: a tenth remains", limit.Spread, 200, []string{"RateLimit", `"a";r=10;t=30`, "RateLimit-Policy", `"a";q=100;w=60`}, 0},
		{"spread: less than a tenth", limit.Spread, 200, []string{"RateLimit", `"a";r=5;t=30`, "RateLimit-Policy", `"b";q=10;w=1, "a";q=100;w=60`}, 6 * time.Second},
		{"spread: an unknown quota", limit.Spread, 200, []string{"RateLimit", `"a";r=5;t=30`}, 0},
		{"spread: draft 07", limit.Spread, 200, []string{"RateLimit", `limit=100, remaining=5, reset=30`}, 6 * time.Second},
		{"spread: nothing remains", limit.Spread, 200, []string{"RateLimit", `"a";r=0;t=30`}, 30 * time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				for i, f := range test.fields {
					switch f {
					case "EPOCH+20s":
						test.fields[i] = epoch(20*time.Second, time.Second)
					case "EPOCH+21000ms":
						test.fields[i] = epoch(21*time.Second, time.Millisecond)
					case "EPOCH-20s":
						test.fields[i] = epoch(-20*time.Second, time.Second)
					}
				}
				c := gated(t, limit.Gate{RateLimit: test.pace})
				c.does(status(test.code, test.fields...))
				_ = c.get(t.Context())
				c.does(nil)
				begin := time.Now()
				if err := c.get(t.Context()); err != nil {
					t.Fatal(err)
				}
				took(t, begin, test.want)
			})
		})
	}
}

func TestSpreadSendsAtTheRateThatLastsUntilTheReset(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := gated(t, limit.Gate{RateLimit: limit.Spread})
		c.does(status(200, "RateLimit", `"a";r=5;t=30`, "RateLimit-Policy", `"a";q=100;w=60`))
		_ = c.get(t.Context())
		c.does(nil)
		begin := time.Now()
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() { _ = c.get(t.Context()) })
		}
		all.Wait()
		took(t, begin, 24*time.Second)
		time.Sleep(6 * time.Second)
		now := time.Now()
		for range 10 {
			_ = c.get(t.Context())
		}
		took(t, now, 0)
	})
}

func TestACancelledCallerLeavesTheHoldAsItWas(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := gated(t, limit.Gate{})
		c.does(status(429, "Retry-After", "5"))
		_ = c.get(t.Context())
		c.does(nil)
		ctx, cancel := context.WithCancel(t.Context())
		for range 100 {
			go func() { _ = c.get(ctx) }()
		}
		time.Sleep(time.Second)
		cancel()
		begin := time.Now()
		if err := c.get(t.Context()); err != nil {
			t.Error(err)
		}
		took(t, begin, 4*time.Second)
	})
}
