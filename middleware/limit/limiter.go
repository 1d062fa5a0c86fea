package limit

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"example.com/outbound/internal/keyed"
	"example.com/outbound/observe"
)

// Limiter holds the rates of all keys under one [Rate]. It keeps at most 1024 of
// them: idle ones make way, and keys for which there is no room share one. It is
// safe for concurrent use.
type Limiter struct {
	rate    Rate
	buckets keyed.Map[bucket, *bucket]
	others  bucket // of keys for which there is no room
	store   store  // of several processes
}

// NewLimiter makes a Limiter. It fails if r does not validate.
func NewLimiter(r Rate) (*Limiter, error) {
	if err := r.Validate(); err != nil {
		return nil, err
	}
	return &Limiter{rate: r.Filled()}, nil
}

func (l *Limiter) lock(k keyed.Key) *bucket {
	if b := l.buckets.Lock(k); b != nil {
		return b
	}
	l.others.Lock()
	return &l.others
}

// Try takes a token if there is one and no other caller waits for it. changed is
// what observers must be told, nil for nothing.
func (l *Limiter) Try(req *http.Request) (ok bool, changed *observe.StateChange) {
	if l.rate.Store != nil {
		return false, nil // Wait asks it
	}
	k := keyed.Of(req, l.rate.Key)
	b := l.lock(k)
	defer b.Unlock()
	if !l.try(b, time.Now()) {
		return false, nil
	}
	if b.full.told {
		changed = b.full.outcome(k.String(), nil)
	}
	return true, changed
}

func (l *Limiter) try(b *bucket, now time.Time) bool {
	if b.waiting.len() > 0 || b.next(now, l.rate.burst()) > 0 {
		return false
	}
	b.take(now, l.rate.interval(), false)
	return true
}

// Wait takes a token, and waits for it if that fits into the time that the
// request has: else it refuses at once. changed is what observers must be told,
// nil for nothing.
func (l *Limiter) Wait(ctx context.Context, req *http.Request, stop Stop) (changed *observe.StateChange, err error) {
	k := keyed.Of(req, l.rate.Key)
	begun := time.Now()
	ticket, changed, err := l.waitHere(ctx, k, stop, begun, 0)
	for err == nil && l.rate.Store != nil {
		var wait time.Duration
		var told *observe.StateChange
		if wait, told = l.store.take(ctx, k.String(), l.rate); told != nil {
			changed = told
		}
		if wait <= 0 {
			return changed, nil
		}
		l.postpone(k, wait)
		if _, told, err = l.waitHere(ctx, k, stop, begun, ticket); told != nil {
			changed = told
		}
	}
	return changed, err
}

// waitHere takes a token of this process. A caller that comes again keeps its
// ticket, which is its place.
func (l *Limiter) waitHere(ctx context.Context, k keyed.Key, stop Stop, begun time.Time, ticket uint64) (_ uint64, changed *observe.StateChange, err error) {
	b := l.lock(k)
	defer b.Unlock()
	ticket, err = l.waitLocked(ctx, b, stop, begun, ticket)
	return ticket, b.full.outcome(k.String(), err), err
}

// waitLocked is waitHere with the lock held, but for the waits.
func (l *Limiter) waitLocked(ctx context.Context, b *bucket, stop Stop, begun time.Time, ticket uint64) (uint64, error) {
	now := time.Now()
	if ticket == 0 {
		b.tickets++
		ticket = b.tickets
		if l.try(b, now) {
			return ticket, nil
		}
	}
	burst, interval := l.rate.burst(), l.rate.interval()
	wait := b.next(now, burst) + time.Duration(b.waiting.len())*interval
	if longest := patience(ctx, l.rate.MaxWait, begun, now); wait > longest {
		return ticket, limited(fmt.Sprintf("rate %v", l.rate), wait, "the rate limit of %v has its next free turn in %v, and the request can wait %v",
			l.rate, round(wait), round(longest))
	}
	me := b.waiting.enter(ticket)
	defer b.waiting.leave(me)
	var timer *time.Timer
	var fired <-chan time.Time
	for {
		if b.waiting.first(me) {
			now = time.Now()
			wait = b.next(now, burst)
			if wait <= 0 {
				b.take(now, interval, true)
				return ticket, nil
			}
			if timer == nil {
				timer = time.NewTimer(wait)
				defer timer.Stop()
				fired = timer.C
			} else {
				timer.Reset(wait)
			}
		}
		b.Unlock()
		err := sleep(ctx, me, fired, stop)
		b.Lock()
		if err != nil {
			return ticket, err
		}
	}
}

// Return gives a token back that was taken and not used.
func (l *Limiter) Return(req *http.Request) {
	b := l.lock(keyed.Of(req, l.rate.Key))
	defer b.Unlock()
	b.giveBack(l.rate.interval())
}

// postpone gives the token of this process back: the store has none before wait
// has passed.
func (l *Limiter) postpone(k keyed.Key, wait time.Duration) {
	b := l.lock(k)
	defer b.Unlock()
	if at := time.Now().Add(wait); at.After(b.notYet) {
		b.notYet = at
	}
	b.giveBack(l.rate.interval())
}
