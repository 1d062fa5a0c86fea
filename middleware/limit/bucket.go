package limit

import (
	"sync"
	"time"
)

// bucket is the generic cell rate algorithm: due is when the schedule of one
// request per interval has room for the next, and a request may come earlier
// than that by the burst.
type bucket struct {
	sync.Mutex
	due     time.Time
	notYet  time.Time // the store has no token before
	tickets uint64
	waiting queue
	full    fullness
}

// Idle reports whether the bucket is full.
func (b *bucket) Idle() bool {
	now := time.Now()
	return b.waiting.len() == 0 && !b.due.After(now) && !b.notYet.After(now)
}

// next returns the time until there is a token.
func (b *bucket) next(now time.Time, burst time.Duration) time.Duration {
	return max(b.due.Add(-burst).Sub(now), b.notYet.Sub(now))
}

// take takes a token. The schedule of callers that wait goes on from when they
// were due, so that a timer that fires late costs no throughput; a delay of more
// than an interval is not made up for.
func (b *bucket) take(now time.Time, interval time.Duration, waited bool) {
	const late = 20 * time.Millisecond // of a timer on a busy machine
	earliest := now
	if waited {
		earliest = now.Add(-max(interval, late))
	}
	if b.due.Before(earliest) {
		b.due = earliest
	}
	b.due = b.due.Add(interval)
}

// giveBack adds a token that was taken and not used.
func (b *bucket) giveBack(interval time.Duration) {
	b.due = b.due.Add(-interval)
	b.waiting.wakeFirst()
}
