package callinfo

import (
	"context"
	"sync"
	"time"
)

// clock holds the three bounds of a call on one timer: the call's, the
// attempt's, and that of a body that stands still. A bound that moves into the
// future does not touch the timer: it fires early, looks, and is set again.
type clock struct {
	mu      sync.Mutex
	timer   *time.Timer
	armed   time.Time // when the timer fires; zero: it does not
	call    time.Time // zero: no bound
	attempt time.Time
	idle    time.Time
	stopped bool
}

// set moves one of the bounds; the zero time lifts it.
func (c *Call) set(bound *time.Time, at time.Time) {
	k := &c.clock
	k.mu.Lock()
	defer k.mu.Unlock()
	*bound = at
	c.arm(at)
}

// arm sees to it that the timer fires no later than at. The caller holds the lock.
func (c *Call) arm(at time.Time) {
	k := &c.clock
	if at.IsZero() || k.stopped || !k.armed.IsZero() && !at.Before(k.armed) {
		return
	}
	k.armed = at
	if k.timer == nil {
		k.timer = time.AfterFunc(time.Until(at), c.tick)
	} else {
		k.timer.Reset(time.Until(at))
	}
}

// tick ends what is due and sets the timer for what is left.
func (c *Call) tick() {
	k := &c.clock
	k.mu.Lock()
	now := time.Now()
	due := func(bound *time.Time) bool {
		if bound.IsZero() || now.Before(*bound) {
			return false
		}
		*bound = time.Time{}
		return true
	}
	call, attempt, idle := due(&k.call), due(&k.attempt), due(&k.idle)
	k.armed = time.Time{}
	for _, at := range []time.Time{k.call, k.attempt, k.idle} {
		c.arm(at)
	}
	current := c.current
	k.mu.Unlock()

	switch {
	case call:
		c.timedOut.Store(true)
		c.end(context.DeadlineExceeded)
		if current != nil {
			current.end(context.DeadlineExceeded)
		}
	case current == nil:
	case attempt:
		current.stop(ErrAttemptTimeout)
	case idle:
		current.stop(ErrBodyIdle)
	}
}

// stopClock ends the timer for good.
func (c *Call) stopClock() {
	k := &c.clock
	k.mu.Lock()
	defer k.mu.Unlock()
	k.stopped = true
	if k.timer != nil {
		k.timer.Stop()
	}
}

// Limit bounds the whole call to d from its beginning. Zero means no bound.
func (c *Call) Limit(d time.Duration) {
	if d > 0 {
		c.set(&c.clock.call, c.Start.Add(d))
	}
}

// Unlimit lifts the bounds of the call and of the attempt: what follows is a
// stream.
func (c *Call) Unlimit() {
	c.set(&c.clock.call, time.Time{})
	c.set(&c.clock.attempt, time.Time{})
}

// LimitAttempt bounds the current attempt to d from now. Zero means no bound.
func (c *Call) LimitAttempt(d time.Duration) {
	if d > 0 {
		c.set(&c.clock.attempt, time.Now().Add(d))
	}
}

// Deadline is the earlier of the caller's deadline and the call's bound.
func (c *Call) Deadline() (time.Time, bool) {
	c.clock.mu.Lock()
	at := c.clock.call
	c.clock.mu.Unlock()
	return earlier(at, c.parent)
}

func earlier(at time.Time, parent context.Context) (time.Time, bool) {
	d, ok := parent.Deadline()
	if at.IsZero() || ok && d.Before(at) {
		return d, ok
	}
	return at, true
}
