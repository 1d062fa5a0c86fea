package redislimit_test

import (
	"context"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"example.com/outbound/middleware/limit"
	"example.com/outbound/middleware/limit/redislimit"
)

// clocked is a store whose Redis has the time of the bubble.
type clocked struct {
	limit.Store
	redis *miniredis.Miniredis
}

func (c clocked) Take(ctx context.Context, key string, r limit.Rate) (time.Duration, error) {
	c.redis.SetTime(time.Now())
	return c.Store.Take(ctx, key, r)
}

// inBubble is a Redis in a bubble of virtual time, and a store on it.
func inBubble(t *testing.T, prefix string, m *miniredis.Miniredis) limit.Store {
	t.Helper()
	client := redis.NewClient(redislimit.Options(redis.Options{
		Dialer: func(context.Context, string, string) (net.Conn, error) { return m.Dial() },
	}))
	t.Cleanup(func() { client.Close() })
	return clocked{redislimit.New(client, prefix), m}
}

func request(t *testing.T) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://a.test/", nil)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

func limiter(t *testing.T, r limit.Rate) *limit.Limiter {
	t.Helper()
	l, err := limit.NewLimiter(r)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestTwoClientsShareARateInVirtualTime(t *testing.T) {
	for _, rate := range []limit.Rate{{N: 10, Burst: 1}, {N: 2.5, Per: time.Minute, Burst: 1}, {N: 100, Burst: 20}} {
		synctest.Test(t, func(t *testing.T) {
			m := miniredis.NewMiniRedis()
			defer m.Close()
			begin := time.Now()
			const requests = 100
			var all sync.WaitGroup
			for range 2 {
				r := rate
				r.Store = inBubble(t, "test", m)
				l := limiter(t, r)
				for range requests / 2 {
					all.Go(func() {
						if _, err := l.Wait(t.Context(), request(t), limit.Stop{}); err != nil {
							t.Error(err)
						}
					})
				}
			}
			all.Wait()
			interval := time.Duration(float64(rate.Filled().Per) / rate.N)
			want := time.Duration(requests-rate.Burst) * interval
			if got := time.Since(begin); got < want*99/100 || got > want*105/100 {
				t.Errorf("%v: got %d requests in %v, want %v", rate, requests, got, want)
			}
		})
	}
}

func TestPrefixesAndKeysAreApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := miniredis.NewMiniRedis()
		defer m.Close()
		a, b := inBubble(t, "a", m), inBubble(t, "b", m)
		rate := limit.Rate{N: 1, Per: time.Hour}
		for _, s := range []limit.Store{a, b} {
			for _, key := range []string{"https://a.test", "https://b.test"} {
				if wait, err := s.Take(t.Context(), key, rate); wait != 0 || err != nil {
					t.Errorf("%s: got %v, %v, want a token", key, wait, err)
				}
				if wait, err := s.Take(t.Context(), key, rate); wait != time.Hour || err != nil {
					t.Errorf("%s: got %v, %v, want an hour", key, wait, err)
				}
			}
		}
	})
}

func TestARedisThatFailsIsAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := miniredis.NewMiniRedis()
		defer m.Close()
		s := inBubble(t, "a", m)
		if _, err := s.Take(t.Context(), "k", limit.Rate{N: 1}); err != nil {
			t.Fatal(err)
		}
		m.SetError("LOADING Redis is loading the dataset in memory")
		if _, err := s.Take(t.Context(), "k", limit.Rate{N: 1}); err == nil {
			t.Error("got no error of a Redis that fails")
		}
	})
}
