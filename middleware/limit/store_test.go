package limit_test

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
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware/limit"
)

// shared is a store in this process that may fail or hang.
type shared struct {
	mu    sync.Mutex
	free  time.Time
	err   error
	hangs bool
	asked int
}

func (s *shared) Take(ctx context.Context, _ string, r limit.Rate) (time.Duration, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	if s.hangs {
		<-ctx.Done()
		return 0, ctx.Err()
	}
	now := time.Now()
	if s.err != nil || now.Before(s.free) {
		return max(0, s.free.Sub(now)), s.err
	}
	s.free = now.Add(time.Duration(float64(r.Per) / r.N))
	return 0, nil
}

func limiter(t *testing.T, r limit.Rate) *limit.Limiter {
	t.Helper()
	l, err := limit.NewLimiter(r)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestProcessesShareTheRateOfAStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &shared{}
		begin := time.Now()
		var all sync.WaitGroup
		for range 2 {
			process := limiter(t, limit.Rate{N: 10, Burst: 1, Store: store})
			for range 50 {
				all.Go(func() {
					if _, err := process.Wait(t.Context(), testkit.Get(t, "https://a.test/"), limit.Stop{}); err != nil {
						t.Error(err)
					}
				})
			}
		}
		all.Wait()
		if got := time.Since(begin); got < 9900*time.Millisecond || got > 10*time.Second {
			t.Errorf("got 100 requests of two processes in %v, want 9.9s: 10 a second together", got)
		}
	})
}

// A caller that the store sends back keeps its place.
func TestTheOrderStaysWhenTheStoreHasNoToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &shared{free: time.Now().Add(5 * time.Second)}
		l := limiter(t, limit.Rate{N: 1, Burst: 100, Store: store})
		var mu sync.Mutex
		var order []int
		var all sync.WaitGroup
		for i := range 10 {
			all.Go(func() {
				_, _ = l.Wait(t.Context(), testkit.Get(t, "https://a.test/"), limit.Stop{})
				mu.Lock()
				defer mu.Unlock()
				order = append(order, i)
			})
			synctest.Wait()
		}
		all.Wait()
		if !slices.IsSorted(order) {
			t.Errorf("got the order %v, want that of arrival", order)
		}
	})
}

func TestAStoreThatFailsLeavesEachProcessItsOwnRateAndIsToldOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &shared{}
		l := limiter(t, limit.Rate{N: 10, Burst: 1, Store: store})
		req := testkit.Get(t, "https://a.test/")
		var told []string
		take := func(n int) time.Duration {
			t.Helper()
			begin := time.Now()
			for range n {
				change, err := l.Wait(t.Context(), req, limit.Stop{})
				if err != nil {
					t.Fatal(err)
				}
				if change != nil {
					told = append(told, change.From+">"+change.To)
				}
			}
			return time.Since(begin)
		}
		take(1)
		store.err = errors.New("no route to the store")
		before := store.asked
		if got := take(50).Round(100 * time.Millisecond); got != 5*time.Second {
			t.Errorf("got 50 requests in %v without the store, want 5s", got)
		}
		if n := store.asked - before; n > 6 {
			t.Errorf("got the failed store asked %d times in 5 s, want once a second", n)
		}
		store.err = nil
		take(20)
		if got := fmt.Sprint(told); got != "[shared>local local>shared]" {
			t.Errorf("got the changes %s", got)
		}
	})
}

func TestAStoreThatHangsCostsFiftyMillisecondsASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := limiter(t, limit.Rate{N: 1e6, Store: &shared{hangs: true}})
		req := testkit.Get(t, "https://a.test/")
		begin := time.Now()
		for range 100 {
			if _, err := l.Wait(t.Context(), req, limit.Stop{}); err != nil {
				t.Fatal(err)
			}
		}
		if got := time.Since(begin).Round(time.Millisecond); got != limit.StoreTimeout {
			t.Errorf("got 100 requests in %v, want %v", got, limit.StoreTimeout)
		}
	})
}

func TestACallerThatLeavesSaysNothingAboutTheStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &shared{hangs: true}
		l := limiter(t, limit.Rate{N: 10, Store: store})
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if change, _ := l.Wait(ctx, testkit.Get(t, "https://a.test/"), limit.Stop{}); change != nil {
			t.Errorf("got the change %+v", *change)
		}
	})
}

func TestAStoreWithoutATokenInTimeRefuses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for name, c := range map[string]struct{ maxWait, deadline time.Duration }{
			"Never": {limit.Never, time.Hour}, "MaxWait": {time.Second, time.Hour}, "deadline": {0, time.Second},
		} {
			store := &shared{free: time.Now().Add(10 * time.Second)}
			l := limiter(t, limit.Rate{N: 2, Per: time.Hour, MaxWait: c.maxWait, Store: store})
			begin := time.Now()
			for range 5 { // each gives the token of this process back
				ctx, cancel := context.WithTimeout(t.Context(), c.deadline)
				_, err := l.Wait(ctx, testkit.Get(t, "https://a.test/"), limit.Stop{})
				cancel()
				var he *httperror.Error
				if !errors.As(err, &he) || he.Kind != httperror.Limited || he.RetryAfter != 10*time.Second {
					t.Errorf("%s: got %v, want limited for 10s", name, err)
				}
			}
			if time.Since(begin) != 0 {
				t.Errorf("%s: got a refusal after %v, want it at once", name, time.Since(begin))
			}
		}
	})
}
