package callinfo

import (
	"context"
	"sync"
	"time"
)

// clock holds the three bounds of a call on one timer: the call's, the
// attempt's, and that of a body that stands still. A bound that moves into the
// future does not touch the timer: it fires early, looks, and is set again.
// There is no timer before somebody waits for it by Done or AfterFunc: who only
// asks Err is told by the time of day.
//
// Times are counted from the beginning of the call; 0 means no bound.
type clock struct {
	mu      sync.Mutex
	timer   *time.Timer
	armed   time.Duration // when the timer fires
	call    time.Duration
	attempt time.Duration
	idle    time.Duration
	watched bool // somebody waits
	stopped bool
}

// set moves one of the bounds.
func (c *Call) set(bound *time.Duration, at time.Duration) {
	k := &c.clock
	k.mu.Lock()
	defer k.mu.Unlock()
	*bound = at
	c.arm(at)
}

// arm sees to it that the timer fires no later than at. The caller holds the lock.
func (c *Call) arm(at time.Duration) {
	k := &c.clock
	if at == 0 || !k.watched || k.stopped || k.armed != 0 && at >= k.armed {
		return
	}
	k.armed = at
	if k.timer == nil {
		k.timer = time.AfterFunc(at-c.Elapsed(), c.tick)
	} else {
		k.timer.Reset(at - c.Elapsed())
	}
}

// watch begins to watch the bounds.
func (c *Call) watch() {
	k := &c.clock
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.watched {
		return
	}
	k.watched = true
	for _, at := range [...]time.Duration{k.call, k.attempt, k.idle} {
		c.arm(at)
	}
}

// check ends what is due without a timer.
func (c *Call) check() {
	k := &c.clock
	k.mu.Lock()
	unseen := !k.watched && (k.call != 0 || k.attempt != 0)
	k.mu.Unlock()
	if unseen {
		c.tick()
	}
}

// tick ends what is due and sets the timer for what is left.
func (c *Call) tick() {
	k := &c.clock
	k.mu.Lock()
	now := c.Elapsed()
	due := func(bound *time.Duration) bool {
		if *bound == 0 || now < *bound {
			return false
		}
		*bound = 0
		return true
	}
	call, attempt, idle := due(&k.call), due(&k.attempt), due(&k.idle)
	k.armed = 0
	for _, at := range [...]time.Duration{k.call, k.attempt, k.idle} {
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
func (c *Call) Limit(d time.Duration) { c.set(&c.clock.call, d) }

// Unlimit lifts the bounds of the call and of the attempt: what follows is a
// stream.
func (c *Call) Unlimit() {
	c.set(&c.clock.call, 0)
	c.set(&c.clock.attempt, 0)
}

// LimitAttempt bounds the current attempt to d from now. Zero means no bound.
func (c *Call) LimitAttempt(d time.Duration) {
	if d > 0 {
		d += c.Elapsed()
	}
	c.set(&c.clock.attempt, d)
}

// Deadline is the earlier of the caller's deadline and the call's bound.
func (c *Call) Deadline() (time.Time, bool) { return c.earlier(&c.clock.call, c.parent) }

func (c *Call) earlier(bound *time.Duration, parent context.Context) (time.Time, bool) {
	c.clock.mu.Lock()
	after := *bound
	c.clock.mu.Unlock()
	d, ok := parent.Deadline()
	at := c.Start.Add(after)
	if after == 0 || ok && d.Before(at) {
		return d, ok
	}
	return at, true
}
