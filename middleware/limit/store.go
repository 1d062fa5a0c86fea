package limit

import (
	"context"
	"sync"
	"time"

	"example.com/outbound/observe"
)

const (
	// StoreTimeout is how long a request waits for an answer of a [Store].
	StoreTimeout = 50 * time.Millisecond
	// StoreRetry is how long a [Store] that has failed is not asked again.
	// Meanwhile every process has the whole rate to itself.
	StoreRetry = time.Second
)

// store is the state of a [Store] that may fail.
type store struct {
	mu     sync.Mutex
	failed bool
	again  time.Time // a failed store is not asked before
}

// take asks the store for a token of key. Without the store there is one: the
// limit of this process has let the request through. changed is what observers
// must be told, once per change.
func (s *store) take(ctx context.Context, key string, r Rate) (wait time.Duration, changed *observe.StateChange) {
	if !s.due() {
		return 0, nil
	}
	asked, cancel := context.WithTimeout(ctx, StoreTimeout)
	defer cancel()
	wait, err := r.Store.Take(asked, key, r)
	if err != nil && ctx.Err() != nil {
		return 0, nil // the caller has gone, which says nothing about the store
	}
	if err != nil {
		wait = 0
	}
	return wait, s.tell(key, err)
}

// due reports whether the store is to be asked: of those that find a failed one
// due, the first asks.
func (s *store) due() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.failed {
		return true
	}
	now := time.Now()
	if now.Before(s.again) {
		return false
	}
	s.again = now.Add(StoreRetry)
	return true
}

func (s *store) tell(key string, err error) *observe.StateChange {
	s.mu.Lock()
	defer s.mu.Unlock()
	was := s.failed
	s.failed = err != nil
	switch {
	case err != nil:
		s.again = time.Now().Add(StoreRetry)
		if was {
			return nil
		}
		return &observe.StateChange{Origin: key, What: "store", From: "shared", To: "local", Cause: err.Error(), Until: s.again}
	case was:
		return &observe.StateChange{Origin: key, What: "store", From: "local", To: "shared", Cause: "the store answers again"}
	}
	return nil
}
