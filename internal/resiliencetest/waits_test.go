package resiliencetest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
)

func TestA429HoldsEveryCallerOfItsOrigin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := newMoody(inTurn(testkit.Status(429).With("Retry-After", "3"), testkit.Text(200, "ok")))
		c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithGate(limit.Gate{}))
		begun := time.Now()
		doortest.WantKind(t, fetch(t.Context(), c), httperror.RateLimited)
		if o := origin(c); o.Held != 3*time.Second {
			t.Errorf("got %+v, want an origin that is held for 3s", o)
		}
		if _, err := outbound.Get[string](t.Context(), c, "https://b.example/"); err != nil {
			t.Errorf("another origin: %v", err)
		}
		wantTook(t, begun, 0)
		if err := fetch(t.Context(), c); err != nil {
			t.Error(err)
		}
		wantTook(t, begun, 3*time.Second)
	})
}

// The quota of one user is not that of another, and the client's own credentials
// are those of all.
func TestA429OfOneUserDoesNotHoldAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := newMoody(inTurn(testkit.Status(429).With("Retry-After", "30"), testkit.Text(200, "ok")))
		c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithGate(limit.Gate{}))
		ada, bob := outbound.Header("Authorization", "Bearer ada"), outbound.Header("Authorization", "Bearer bob")
		begun := time.Now()
		doortest.WantKind(t, fetch(t.Context(), c, ada), httperror.RateLimited)
		if err := fetch(t.Context(), c, bob); err != nil {
			t.Error(err)
		}
		if err := fetch(t.Context(), c); err != nil {
			t.Error(err)
		}
		wantTook(t, begun, 0)
		if err := fetch(t.Context(), c, ada); err != nil {
			t.Error(err)
		}
		wantTook(t, begun, 30*time.Second)
	})
}

func TestAWaitThatDoesNotFitIsRefusedAtOnceAndTakesNothing(t *testing.T) {
	for name, opt := range map[string]outbound.Option{
		"gate": outbound.WithGate(limit.Gate{}),
		"rate": outbound.WithRateLimit(limit.Rate{N: 1, Per: 10 * time.Second}),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				base := newMoody(inTurn(testkit.Status(429).With("Retry-After", "10"), testkit.Text(200, "ok")))
				c := doortest.NewClient(t, outbound.WithMockTransport(base), opt)
				begun := time.Now()
				_ = fetch(t.Context(), c)
				for range 10 {
					ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second-time.Millisecond)
					e := doortest.WantKind(t, fetch(ctx, c), httperror.Limited)
					cancel()
					if e.RetryAfter != 10*time.Second || e.Attempts != 0 || e.Reason != "" {
						t.Errorf("got RetryAfter %v, %d attempts, reason %q", e.RetryAfter, e.Attempts, e.Reason)
					}
				}
				wantTook(t, begun, 0)
				if err := fetch(t.Context(), c); err != nil {
					t.Error(err)
				}
				wantTook(t, begun, 10*time.Second)
				base.WantSent(t, 2)
			})
		})
	}
}

func TestAHundredCancelledWaitersLeaveNoTrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := newMoody(testkit.Text(200, "ok"))
		c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithRateLimit(limit.Rate{N: 1}), outbound.WithTimeout(0))
		_ = fetch(t.Context(), c)
		ctx, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() { doortest.WantKind(t, fetch(ctx, c), httperror.Canceled) })
		}
		synctest.Wait()
		cancel()
		all.Wait()
		begun := time.Now()
		if err := fetch(t.Context(), c); err != nil {
			t.Error(err)
		}
		wantTook(t, begun, time.Second)
		base.WantSent(t, 2)
	})
}

func TestAHundredHeldCallersAreReleasedOverASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := newMoody(inTurn(testkit.Status(503).With("Retry-After", "5"), testkit.Text(200, "ok")))
		c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithGate(limit.Gate{}))
		begun := time.Now()
		_ = fetch(t.Context(), c)
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				if err := fetch(t.Context(), c); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		perTenth := map[int64]int{}
		for _, at := range base.at(begun)[1:] {
			if at < 5*time.Second || at > 6*time.Second {
				t.Errorf("a request at %v, want 5s to 6s", at)
			}
			perTenth[at.Milliseconds()/100]++
		}
		for tenth, n := range perTenth {
			if n > 11 {
				t.Errorf("%d requests in the tenth of a second after %d00ms, want 10", n, tenth)
			}
		}
	})
}

// A server cannot hold its callers for ever.
func TestAnEndlessRetryAfterHoldsNobody(t *testing.T) {
	for _, wish := range []string{"1000000000000", "99999999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"} {
		synctest.Test(t, func(t *testing.T) {
			base := newMoody(inTurn(testkit.Status(503).With("Retry-After", wish), testkit.Text(200, "ok")))
			c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.Resilient())
			begun := time.Now()
			e := doortest.WantKind(t, fetch(t.Context(), c), httperror.ServerStatus)
			if e.Reason != "retry_after" || e.RetryAfter <= 0 {
				t.Errorf("%s: got reason %q, RetryAfter %v", wish, e.Reason, e.RetryAfter)
			}
			if err := fetch(t.Context(), c); err != nil {
				t.Errorf("%s: the next call: %v", wish, err)
			}
			wantTook(t, begun, 0)
		})
	}
}

func TestStateIsKeptForABoundedNumberOfOrigins(t *testing.T) {
	for name, opt := range map[string]outbound.Option{
		"breaker":     outbound.WithBreaker(breaker.Policy{}),
		"gate":        outbound.WithGate(limit.Gate{}),
		"rate":        outbound.WithRateLimit(limit.Rate{N: 1}),
		"concurrency": outbound.WithConcurrency(limit.Concurrency{Max: 1}),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				base := newMoody(testkit.Status(429).With("Retry-After", "30"))
				c := doortest.NewClient(t, outbound.WithMockTransport(base), opt)
				c.Isolate("https://sick.example", time.Hour)
				for n := range 2000 {
					_, _ = outbound.Get[string](t.Context(), c, fmt.Sprintf("https://h%d.example/", n))
				}
				if n := len(c.Origins()); n > 1024 || n == 0 && name != "concurrency" {
					t.Errorf("state of %d origins is kept, want 1 to 1024", n)
				}
				if name == "breaker" { // an open one does not make way
					_, err := outbound.Get[string](t.Context(), c, "https://sick.example/")
					doortest.WantKind(t, err, httperror.CircuitOpen)
				}
			})
		})
	}
}

func TestACopySharesTheStateOfThePoliciesThatItHasInCommon(t *testing.T) {
	for name, test := range map[string]struct {
		opt    outbound.Option
		shared bool
	}{
		"another header":     {outbound.WithHeader("X-A", "b"), true},
		"another base URL":   {outbound.WithBaseURL("https://c.example"), true},
		"another gate":       {outbound.WithGate(limit.Gate{}), true},
		"another breaker":    {outbound.WithBreaker(breaker.Policy{}), false},
		"another base":       {outbound.WithMockTransport(newMoody(testkit.Text(200, "ok"))), false},
		"a preset once more": {outbound.Resilient(), false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				base := newMoody(testkit.Text(200, "ok"))
				c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.Resilient())
				other, err := c.With(test.opt)
				if err != nil {
					t.Fatal(err)
				}
				doortest.WantCallsEnded(t, other)
				c.Isolate(sickHome, time.Hour)
				if got := fetch(t.Context(), other) != nil; got != test.shared {
					t.Errorf("the copy is held by the breaker of the original: %v, want %v", got, test.shared)
				}
			})
		})
	}
}

// Close ends the waits of its own client only.
func TestACopyWaitsOnWhenTheOriginalIsClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := newMoody(inTurn(testkit.Status(429).With("Retry-After", "5"), testkit.Text(200, "ok")))
		c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithGate(limit.Gate{}))
		other, err := c.With(outbound.WithHeader("X-A", "b"))
		if err != nil {
			t.Fatal(err)
		}
		doortest.WantCallsEnded(t, other)
		_ = fetch(t.Context(), c)
		mine, its := make(chan error), make(chan error)
		go func() { mine <- fetch(t.Context(), c) }()
		go func() { its <- fetch(t.Context(), other) }()
		synctest.Wait()
		_ = c.Close()
		doortest.WantKind(t, <-mine, httperror.Closed)
		if err := <-its; err != nil {
			t.Errorf("a copy: %v", err)
		}
	})
}

func TestAnInvalidPolicyIsAnErrorOfNewThatNamesItsOption(t *testing.T) {
	_, err := outbound.New(outbound.WithBreaker(breaker.Policy{Ratio: 2}), outbound.WithGate(limit.Gate{MaxHold: -1}),
		outbound.WithRateLimit(limit.Rate{}), outbound.WithConcurrency(limit.Concurrency{}))
	var all []string
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			all = append(all, e.Error())
		}
	}
	for _, option := range []string{"WithBreaker: ", "WithGate: ", "WithRateLimit: ", "WithConcurrency: "} {
		if !slices.ContainsFunc(all, func(s string) bool {
			return len(s) > len("outbound: "+option) && s[:len("outbound: "+option)] == "outbound: "+option
		}) {
			t.Errorf("no problem of %sin %q", option, all)
		}
	}
}

func TestWithoutPoliciesThereIsNoState(t *testing.T) {
	c := doortest.NewClient(t, outbound.WithMockTransport(newMoody(testkit.Text(200, "ok"))))
	_ = fetch(t.Context(), c)
	if c.Isolate(sickHome, time.Hour) || c.Origins() != nil {
		t.Error("got state without a policy")
	}
	var none *outbound.Client
	if none.Isolate(sickHome, 1) || none.Origins() != nil {
		t.Error("got state of no client")
	}
	gated := doortest.NewClient(t, outbound.WithGate(limit.Gate{}))
	if gated.Isolate(sickHome, time.Hour) {
		t.Error("Isolate: got true without a breaker")
	}
}

// The caller's own data does not change a client.
func TestAnAdaptiveLimitIsCopied(t *testing.T) {
	adaptive := &limit.Adaptive{Start: 7, SlowAfter: time.Second}
	opt := outbound.WithConcurrency(limit.Concurrency{Adaptive: adaptive})
	adaptive.SlowAfter = 0
	c := doortest.NewClient(t, opt, outbound.WithMockTransport(newMoody(testkit.Text(200, "ok"))))
	adaptive.Start = -1
	if err := fetch(t.Context(), c); err != nil || origin(c).Limit < 7 {
		t.Errorf("got %v, %+v", err, origin(c))
	}
}

func TestAClockThatJumps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := newMoody(testkit.Status(503).With("Retry-After", "30"))
		c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithBreaker(breaker.Policy{}), outbound.WithGate(limit.Gate{}),
			outbound.WithRateLimit(limit.Rate{N: 2, MaxWait: limit.Never}), outbound.WithConcurrency(limit.Concurrency{Max: 1}))
		_ = fetch(t.Context(), c)
		time.Sleep(60 * 365 * 24 * time.Hour)
		base.does(testkit.Text(200, "ok"))
		good := 0
		for range 10 {
			if fetch(t.Context(), c) == nil {
				good++
			}
		}
		if good != 2 {
			t.Errorf("%d calls at once were let through after decades, want the burst of 2", good)
		}
		c.Isolate(sickHome, 1<<63-1)
		e := doortest.WantKind(t, fetch(t.Context(), c), httperror.CircuitOpen)
		if e.RetryAfter < 100*365*24*time.Hour {
			t.Errorf("got RetryAfter %v", e.RetryAfter)
		}
	})
}

// Each request of a call that is redirected to itself passes the rate.
func TestEveryAttemptCountsForTheRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base := newMoody(inTurn(testkit.Status(503), testkit.Redirect(302, "/y"), testkit.Text(200, "ok")))
		c := doortest.NewClient(t, everySecond(), outbound.WithMockTransport(base), outbound.WithRateLimit(limit.Rate{N: 1, Per: 10 * time.Second}))
		begun := time.Now()
		if err := fetch(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(base.at(begun)); got != "[0s 10s 20s]" {
			t.Errorf("got requests at %s", got)
		}
	})
}
