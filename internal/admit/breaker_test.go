package admit_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/admit"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
)

// broken returns a client whose breaker is open, and that its server is well
// again.
func broken(t *testing.T, p admit.Policies) *client {
	t.Helper()
	if p.Breaker == nil {
		p.Breaker = &breaker.Policy{}
	}
	c := newClient(t, p)
	c.open()
	return c
}

// open fails until the breaker opens.
func (c *client) open() {
	c.t.Helper()
	c.does(fails(httperror.Reset))
	for range 6 {
		_ = c.get(c.t.Context())
		time.Sleep(300 * time.Millisecond)
	}
	c.breakerIs("open")
	c.does(nil)
}

func TestFiveFailuresInARowOpenOnlyIfTheyLastASecond(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := newClient(t, admit.Policies{Breaker: &breaker.Policy{}})
		c.does(fails(httperror.Connect))
		for range 10 {
			_ = c.get(t.Context())
		}
		c.breakerIs("closed")
		time.Sleep(time.Second)
		_ = c.get(t.Context())
		c.breakerIs("open")
		begin, sent := time.Now(), c.count()
		he := wantKind(t, c.get(t.Context()), httperror.CircuitOpen)
		took(t, begin, 0)
		if c.count() != sent {
			t.Error("a refused request was sent")
		}
		if he.RetryAfter < 4500*time.Millisecond || he.RetryAfter > 5500*time.Millisecond {
			t.Errorf("got RetryAfter %v, want 5 s ± 10 %%", he.RetryAfter)
		}
	})
}

func TestHalfOfTwentyAttemptsOpen(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := newClient(t, admit.Policies{Breaker: &breaker.Policy{}})
		c.does(func(n int, req *http.Request) (*http.Response, error) { return answer(req, 200+n%2*300), nil })
		for range 18 {
			_ = c.get(t.Context())
		}
		c.breakerIs("closed")
		for range 3 {
			_ = c.get(t.Context())
		}
		c.breakerIs("open")
	})
}

func TestFailuresOutsideTheWindowDoNotCount(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := newClient(t, admit.Policies{Breaker: &breaker.Policy{Consecutive: breaker.Off}})
		c.does(status(503))
		for range 19 {
			_ = c.get(t.Context())
		}
		time.Sleep(10 * time.Second)
		_ = c.get(t.Context())
		c.breakerIs("closed")
	})
}

func TestTwoGoodProbesClose(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := broken(t, admit.Policies{})
		time.Sleep(6 * time.Second)
		if err := c.get(t.Context()); err != nil {
			t.Fatal(err)
		}
		c.breakerIs("half_open")
		if err := c.get(t.Context()); err != nil {
			t.Fatal(err)
		}
		c.breakerIs("closed")
		want := []string{"breaker closed>open", "breaker open>half_open", "breaker half_open>closed"}
		if got := c.told(); len(got) != 3 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
			t.Errorf("got the changes %q, want %q", got, want)
		}
	})
}

func TestAFailedProbeOpensForTheSameTimeAgain(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := broken(t, admit.Policies{})
		c.does(status(500))
		for range 5 {
			time.Sleep(5500 * time.Millisecond)
			_ = c.get(t.Context())
			he := wantKind(t, c.get(t.Context()), httperror.CircuitOpen)
			if he.RetryAfter > 5500*time.Millisecond {
				t.Errorf("got RetryAfter %v, want at most 5.5 s", he.RetryAfter)
			}
		}
	})
}

func TestOneProbeAtATime(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := broken(t, admit.Policies{})
		time.Sleep(6 * time.Second)
		c.does(func(_ int, req *http.Request) (*http.Response, error) {
			time.Sleep(time.Second)
			return answer(req, 200), nil
		})
		sent := c.count()
		for range 10 {
			go func() { _ = c.get(t.Context()) }()
		}
		synctest.Wait()
		if got := c.count() - sent; got != 1 {
			t.Errorf("got %d requests at a half-open breaker, want 1", got)
		}
		time.Sleep(2 * time.Second)
	})
}

// Whatever becomes of a probe that tells nothing, the next one can probe.
func TestAProbeThatTellsNothingFreesItsPlaceAndDecidesNothing(t *testing.T) {
	for name, probe := range map[string]func(c *client){
		"cancelled": func(c *client) {
			ctx, cancel := context.WithCancelCause(c.t.Context())
			c.does(func(_ int, req *http.Request) (*http.Response, error) {
				cancel(errors.New("lost interest"))
				return nil, context.Cause(req.Context())
			})
			_ = c.get(ctx)
		},
		"cancelled, and the error hides it": func(c *client) {
			ctx, cancel := context.WithCancel(c.t.Context())
			c.does(func(int, *http.Request) (*http.Response, error) {
				cancel()
				return nil, httperror.Reset
			})
			_ = c.get(ctx)
		},
		"an impatient deadline": func(c *client) {
			ctx, cancel := context.WithTimeout(c.t.Context(), time.Second)
			defer cancel()
			c.does(hangs)
			_ = c.get(ctx)
		},
		"refused beneath": func(c *client) {
			c.does(fails(httperror.Auth))
			_ = c.get(c.t.Context())
		},
		"refused by an inner breaker": func(c *client) {
			c.does(fails(httperror.CircuitOpen))
			_ = c.get(c.t.Context())
		},
		"a panic": func(c *client) {
			c.does(func(int, *http.Request) (*http.Response, error) { panic("beneath") })
			defer func() { _ = recover() }()
			_ = c.get(c.t.Context())
		},
		"ten thousand cancels": func(c *client) {
			ctx, cancel := context.WithCancel(c.t.Context())
			cancel()
			c.does(hangs)
			for range 10_000 {
				_ = c.get(ctx)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				c := broken(t, admit.Policies{Concurrency: &limit.Concurrency{Max: 5}})
				time.Sleep(6 * time.Second)
				probe(c)
				c.breakerIs("half_open")
				c.does(nil)
				for range 2 {
					if err := c.get(t.Context()); err != nil {
						t.Fatalf("the next probe: %v", err)
					}
				}
				c.breakerIs("closed")
			})
		})
	}
}

// The same attempts do nothing to a closed breaker.
func TestAttemptsThatTellNothingAboutTheOriginDoNotOpen(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := newClient(t, admit.Policies{Breaker: &breaker.Policy{}})
		c.does(hangs)
		for range 100 {
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			_ = c.get(ctx)
			cancel()
		}
		for _, kind := range []httperror.Kind{
			httperror.Request, httperror.Auth, httperror.Redirect, httperror.TooLarge, httperror.Decode,
			httperror.Closed, httperror.CircuitOpen, httperror.Limited, httperror.Blocked, httperror.Canceled,
		} {
			c.does(fails(kind))
			for range 30 {
				_ = c.get(t.Context())
				time.Sleep(100 * time.Millisecond)
			}
		}
		for _, code := range []int{400, 404, 429, 501, 505} {
			c.does(status(code))
			for range 30 {
				_ = c.get(t.Context())
				time.Sleep(100 * time.Millisecond)
			}
		}
		c.breakerIs("closed")
	})
}

func TestABlackHoleOpensThoughOnlyTheCallersDeadlineEndsIt(t *testing.T) {
	bubble(t, func(t *testing.T) {
		hooks := admit.Hooks{Timeout: func(*http.Request) time.Duration { return 10 * time.Second }}
		c := newClientWith(t, admit.Policies{Breaker: &breaker.Policy{}}, hooks, nil)
		c.does(hangs)
		for range 5 {
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			_ = c.get(ctx)
			cancel()
		}
		c.breakerIs("open")
	})
}

func TestSlowAnswersOpen(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := newClient(t, admit.Policies{Breaker: &breaker.Policy{SlowAfter: 100 * time.Millisecond}})
		c.does(func(_ int, req *http.Request) (*http.Response, error) {
			time.Sleep(101 * time.Millisecond)
			return answer(req, 200), nil
		})
		for range 20 {
			if err := c.get(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		c.breakerIs("open")
	})
}

func TestRetryAfterIsTheOpenTimeUpToMaxOpen(t *testing.T) {
	for value, want := range map[string]time.Duration{"20": 20 * time.Second, "1000000000000": time.Minute, "99999999999999999999": time.Minute} {
		bubble(t, func(t *testing.T) {
			c := newClient(t, admit.Policies{Breaker: &breaker.Policy{}})
			c.does(status(503, "Retry-After", value))
			for range 6 {
				time.Sleep(300 * time.Millisecond)
				_ = c.get(t.Context())
			}
			he := wantKind(t, c.get(t.Context()), httperror.CircuitOpen)
			if want-he.RetryAfter > 300*time.Millisecond || he.RetryAfter > want {
				t.Errorf("Retry-After: %s: got %v left, want %v", value, he.RetryAfter, want)
			}
		})
	}
}

// A response that began before the breaker opened says nothing about the time
// after: neither when it comes late nor when its body goes on.
func TestAnAnswerOfAnEarlierPeriodDoesNotCount(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := newClient(t, admit.Policies{Breaker: &breaker.Policy{}})
		late := func(code int, after time.Duration) {
			c.does(func(_ int, req *http.Request) (*http.Response, error) {
				time.Sleep(after)
				return answer(req, code), nil
			})
			go func() { _ = c.get(t.Context()) }()
			synctest.Wait()
		}
		late(200, 7*time.Second)
		late(200, 8*time.Second)
		late(503, 9*time.Second)
		c.open() // takes 1.8 s
		time.Sleep(10 * time.Second)
		c.breakerIs("open")
		if err := c.get(t.Context()); err != nil {
			t.Errorf("the first probe: %v", err)
		}
		c.breakerIs("half_open")
	})
}

func TestIsolationByHand(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := newClient(t, admit.Policies{Breaker: &breaker.Policy{}})
		if !c.Isolate("HTTPS://A.test:443", time.Hour) {
			t.Fatal("Isolate: got false with a breaker")
		}
		c.breakerIs("forced_open")
		wantKind(t, c.get(t.Context()), httperror.CircuitOpen)
		if !c.Isolate("https://a.test", 0) {
			t.Fatal("Isolate: got false with a breaker")
		}
		if err := c.get(t.Context()); err != nil {
			t.Error(err)
		}
		c.Isolate("https://a.test", time.Minute)
		time.Sleep(61 * time.Second)
		if err := c.get(t.Context()); err != nil {
			t.Error(err)
		}
		c.breakerIs("half_open")
		var off *admit.Admission
		if off.Isolate("https://a.test", time.Hour) || newClient(t, admit.Policies{Gate: &limit.Gate{}}).Isolate("https://a.test", time.Hour) {
			t.Error("Isolate: got true without a breaker")
		}
	})
}

// Requests that hang may hold every slot: a probe gets through all the same.
func TestAProbeNeedsNoSlot(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := newClient(t, admit.Policies{Breaker: &breaker.Policy{}, Concurrency: &limit.Concurrency{Max: 1}})
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		c.does(hangs)
		go func() { _ = c.get(ctx) }()
		synctest.Wait()
		c.does(nil)
		c.Isolate("https://a.test", time.Second)
		time.Sleep(time.Second)
		if err := c.get(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestCallersWaitingForASlotAreRefusedWhenTheBreakerOpens(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := newClient(t, admit.Policies{Breaker: &breaker.Policy{}, Rate: &limit.Rate{N: 1, Per: time.Minute}, Concurrency: &limit.Concurrency{Max: 5}})
		if err := c.get(t.Context()); err != nil {
			t.Fatal(err)
		}
		begin := time.Now()
		errs := make(chan error)
		go func() { errs <- c.get(t.Context()) }()
		time.Sleep(time.Second)
		c.Isolate("https://a.test", time.Hour)
		he := wantKind(t, <-errs, httperror.CircuitOpen)
		took(t, begin, time.Second)
		if he.RetryAfter != time.Hour {
			t.Errorf("got RetryAfter %v, want the hour of the isolation", he.RetryAfter)
		}
	})
}
