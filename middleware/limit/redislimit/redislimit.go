// Package redislimit shares a rate among processes through Redis:
//
//	client := redis.NewClient(redislimit.Options(redis.Options{Addr: "redis:6379"}))
//	rate := limit.Rate{N: 100, Store: redislimit.New(client, "orders")}
//
// [New] makes the [Store], and [Options] the settings of its Redis client. The limit
// of each process is asked first, so that a burst never reaches Redis.
// Redis has 50 ms to answer ([limit.StoreTimeout]). Without it every process
// falls back to its own limit, at the full rate: two processes send at most twice
// of it. Observers are told when that begins and when it ends.
//
// go-redis prints connection errors to stderr by itself; redis.SetLogger, which
// holds for the whole process, is the only way to change that.
package redislimit

import (
	"context"
	"time"

	"github.com/go-redis/redis_rate/v10"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"

	"example.com/outbound/middleware/limit"
)

// Store is a [limit.Store] on Redis. It is safe for concurrent use.
type Store struct {
	limiter *redis_rate.Limiter
	prefix  string
}

// New makes a Store whose rates have the given prefix: processes that use the
// same Redis and the same prefix share them. A client that is not made of
// [Options] may keep a request waiting for seconds when Redis is silent.
func New(client redis.UniversalClient, prefix string) *Store {
	return &Store{redis_rate.NewLimiter(client), prefix}
}

// Take takes a token of key, or returns the time until there is one.
func (s *Store) Take(ctx context.Context, key string, r limit.Rate) (time.Duration, error) {
	r = r.Filled()
	// One per interval, so that N may be a fraction.
	one := redis_rate.Limit{Rate: 1, Burst: r.Burst, Period: time.Duration(float64(r.Per) / r.N)}
	got, err := s.limiter.Allow(ctx, s.prefix+":"+key, one)
	if err != nil || got.Allowed > 0 {
		return 0, err
	}
	return max(got.RetryAfter, time.Millisecond), nil
}

// Options returns o changed so that a command ends with its context, and fails
// at once where Redis is not there: no retries, no dial after the first, no
// notifications of maintenance. With the defaults of go-redis a silent Redis
// holds a request for 5 seconds and more.
func Options(o redis.Options) *redis.Options {
	o.ContextTimeoutEnabled = true
	o.MaxRetries = -1
	o.DialerRetries = 1
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return &o
}
