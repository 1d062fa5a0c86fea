package admit_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/admit"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
)

func rated(t *testing.T, r limit.Rate) *client { return newClient(t, admit.Policies{Rate: &r}) }

func TestRequestsWaitForTheirTurnInTheOrderInWhichTheyCame(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := rated(t, limit.Rate{N: 10, Burst: 1})
		begin := time.Now()
		sent := make([]time.Duration, 30)
		var all sync.WaitGroup
		for i := range sent {
			all.Go(func() {
				if err := c.get(t.Context()); err != nil {
					t.Error(err)
				}
				sent[i] = time.Since(begin)
			})
			synctest.Wait()
		}
		all.Wait()
		for i, at := range sent {
			if want := time.Duration(i) * 100 * time.Millisecond; at != want {
				t.Errorf("got request %d sent after %v, want %v", i, at, want)
			}
		}
	})
}

func TestABurstIsAsLargeAsItIsSaidToBe(t *testing.T) {
	for burst, want := range map[int]int{0: 10, 1: 1, 3: 3, 25: 25} {
		bubble(t, func(t *testing.T) {
			c := rated(t, limit.Rate{N: 10, Burst: burst, MaxWait: limit.Never})
			for range 2 {
				passed := 0
				for c.get(t.Context()) == nil {
					passed++
				}
				if passed != want {
					t.Errorf("Burst %d: got %d requests at once, want %d", burst, passed, want)
				}
				time.Sleep(time.Hour)
			}
		})
	}
}

// x/time/rate made the next caller wait for 32 s.
func TestAHundredCancelledCallersLeaveNoTrace(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := rated(t, limit.Rate{N: 1})
		_ = c.get(t.Context())
		ctx, cancel := context.WithCancel(t.Context())
		for range 100 {
			go func() { wantCanceled(t, c.get(ctx)) }()
		}
		time.Sleep(500 * time.Millisecond)
		cancel()
		begin := time.Now()
		if err := c.get(t.Context()); err != nil {
			t.Error(err)
		}
		took(t, begin, 500*time.Millisecond)
	})
}

func wantCanceled(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, context.Canceled) || !errors.Is(err, httperror.Canceled) {
		t.Errorf("got the error %v, want that of a cancelled context, of kind canceled", err)
	}
}

func TestThoseBehindACancelledCallerMoveUp(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := rated(t, limit.Rate{N: 1})
		_ = c.get(t.Context())
		begin := time.Now()
		var all sync.WaitGroup
		var mu sync.Mutex
		var sent []time.Duration
		for i := range 6 {
			ctx, cancel := context.WithCancel(t.Context())
			if i%2 == 0 { // the first of the queue too
				time.AfterFunc(500*time.Millisecond, cancel)
			}
			all.Go(func() {
				defer cancel()
				if c.get(ctx) == nil {
					mu.Lock()
					defer mu.Unlock()
					sent = append(sent, time.Since(begin))
				}
			})
			synctest.Wait()
		}
		all.Wait()
		if want := []time.Duration{time.Second, 2 * time.Second, 3 * time.Second}; !slices.Equal(sent, want) {
			t.Errorf("got requests sent after %v, want %v", sent, want)
		}
	})
}

func TestAWaitThatIsAMillisecondTooLongIsRefusedAndTakesNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		for name, test := range map[string]struct {
			maxWait, deadline time.Duration
		}{
			"MaxWait":  {999 * time.Millisecond, 0},
			"Never":    {limit.Never, 0},
			"deadline": {0, 999 * time.Millisecond},
		} {
			c := rated(t, limit.Rate{N: 1, MaxWait: test.maxWait})
			_ = c.get(t.Context())
			begin := time.Now()
			for range 10 {
				ctx, cancel := t.Context(), func() {}
				if test.deadline > 0 {
					ctx, cancel = context.WithTimeout(ctx, test.deadline)
				}
				he := wantKind(t, c.get(ctx), httperror.Limited)
				cancel()
				if he.RetryAfter != time.Second {
					t.Errorf("%s: got RetryAfter %v, want 1s", name, he.RetryAfter)
				}
			}
			took(t, begin, 0)
			time.Sleep(time.Second)
			if err := c.get(t.Context()); err != nil {
				t.Errorf("%s: %v: a refusal took the token", name, err)
			}
		}
	})
}

func TestAWaitThatFitsToTheMillisecondIsWaitedFor(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := rated(t, limit.Rate{N: 1, MaxWait: time.Second})
		_ = c.get(t.Context())
		if err := c.get(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestARateOfLessThanOneAndOneOfMillions(t *testing.T) {
	bubble(t, func(t *testing.T) {
		slow := rated(t, limit.Rate{N: 0.5, Per: time.Minute})
		_ = slow.get(t.Context())
		begin := time.Now()
		_ = slow.get(t.Context())
		took(t, begin, 2*time.Minute)

		begin = time.Now()
		fast := rated(t, limit.Rate{N: 1e12})
		for range 1000 {
			_ = fast.get(t.Context())
		}
		took(t, begin, 0)

		begin = time.Now()
		never := rated(t, limit.Rate{N: 1e-300, MaxWait: time.Hour})
		_ = never.get(t.Context())
		wantKind(t, never.get(t.Context()), httperror.Limited)
		took(t, begin, 0)
	})
}

// What a request took before another policy refused it is given back.
func TestARefusalByALaterPolicyGivesTheTokenBack(t *testing.T) {
	for name, refuse := range map[string]func(*client) func(){
		"the queue for slots is full": func(c *client) func() {
			ctx, cancel := context.WithCancel(c.t.Context())
			c.does(hangs)
			go func() { _ = c.get(ctx) }()
			synctest.Wait()
			return cancel
		},
		"the probe is under way": func(c *client) func() {
			c.Isolate("https://a.test", time.Millisecond)
			time.Sleep(time.Second)
			ctx, cancel := context.WithCancel(c.t.Context())
			c.does(hangs)
			go func() { _ = c.get(ctx) }()
			synctest.Wait()
			return cancel
		},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				c := newClient(t, admit.Policies{
					Breaker: &breaker.Policy{}, Rate: &limit.Rate{N: 2, Per: time.Hour, MaxWait: limit.Never},
					Concurrency: &limit.Concurrency{Max: 1, Queue: limit.NoQueue},
				})
				end := refuse(c)
				for range 10 {
					if err := c.get(t.Context()); err == nil {
						t.Fatal("got no refusal")
					}
				}
				end()
				synctest.Wait()
				c.does(nil)
				if err := c.get(t.Context()); err != nil {
					t.Errorf("the second token of the hour is gone: %v", err)
				}
			})
		})
	}
}

func TestKeysAreRatedApart(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := rated(t, limit.Rate{N: 1, Burst: 1, MaxWait: limit.Never})
		for i := range 2000 {
			if _, err := c.do(request(t.Context(), fmt.Sprintf("https://h%d.test/", i))); err != nil {
				t.Fatalf("origin %d: %v", i, err)
			}
			time.Sleep(time.Millisecond)
		}
		if n := len(c.Origins()); n > 1024 {
			t.Errorf("got %d origins, want at most 1024", n)
		}
	})
}
