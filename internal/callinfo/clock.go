package callinfo

import (
	"context"
	"time"
)

// bounds are the three bounds of a call: its own, the attempt's, and that of a
// body that stands still. They are counted from the beginning of the call; 0
// means no bound.
type bounds struct{ call, attempt, idle time.Duration }

// watching is what it takes to end a call in time: one timer for its bounds, and
// a hook on the caller's context. There is none before somebody waits by Done or
// AfterFunc: who only asks Err is told by the time of day.
//
// A bound that moves into the future does not touch the timer: it fires early,
// looks, and is set again.
type watching struct {
	timer *time.Timer
	armed time.Duration // when it fires, 0: it does not
	leave func() bool   // takes the hook off; nil without one
	first waiters       // for the first attempt
}

// watch begins to watch, once. The caller holds the lock.
func (c *Call) watch() {
	if c.watching != nil {
		return
	}
	c.watching = new(watching)
	if c.ending != going {
		return
	}
	c.read()
	c.arm()
	if c.parent.Done() != nil {
		c.watching.leave = context.AfterFunc(c.parent, c.orphan)
	}
}

// orphan ends what the caller's context has ended.
func (c *Call) orphan() {
	c.mu.Lock()
	hooks := c.over(orphaned)
	c.mu.Unlock()
	tell(hooks...)
}

// arm sees to it that the timer fires in time for every bound. The caller holds
// the lock.
func (c *Call) arm() {
	w := c.watching
	if w == nil || c.finished {
		return
	}
	at := c.bounds.first()
	if at == 0 || w.armed != 0 && at >= w.armed {
		return
	}
	w.armed = at
	if at -= c.Elapsed(); w.timer != nil {
		w.timer.Reset(at)
		return
	}
	w.timer = time.AfterFunc(at, c.tick)
}

// first is the earliest bound, 0 without any.
func (b *bounds) first() time.Duration {
	at := b.call
	if b.attempt != 0 && (at == 0 || b.attempt < at) {
		at = b.attempt
	}
	if b.idle != 0 && (at == 0 || b.idle < at) {
		at = b.idle
	}
	return at
}

// read begins the bound of a body that is being read. It is only kept while
// somebody waits: who does not cannot be told that nothing comes. The caller
// holds the lock.
func (c *Call) read() {
	if c.reading && c.watching != nil {
		c.bounds.idle = c.Elapsed() + c.BodyIdle
		c.arm()
	}
}

// tick is the timer's.
func (c *Call) tick() {
	c.mu.Lock()
	if c.watching != nil {
		c.watching.armed = 0
	}
	hooks := c.due()
	c.arm()
	c.mu.Unlock()
	tell(hooks...)
}

// look ends what is due where no timer does. The caller holds the lock.
func (c *Call) look() []*hook {
	if c.watching != nil || c.ending != going || c.bounds.call == 0 && c.bounds.attempt == 0 {
		return nil
	}
	return c.due()
}

// due ends what is due. The caller holds the lock.
func (c *Call) due() []*hook {
	now := c.Elapsed()
	passed := func(bound *time.Duration) bool {
		if *bound == 0 || now < *bound {
			return false
		}
		*bound = 0
		return true
	}
	call, attempt, idle := passed(&c.bounds.call), passed(&c.bounds.attempt), passed(&c.bounds.idle)
	switch {
	case call:
		return c.over(expired)
	case c.current == nil:
	case attempt:
		return []*hook{c.current.cut(attemptTimeout)}
	case idle:
		return []*hook{c.current.cut(bodyIdle)}
	}
	return nil
}

// Limit bounds the whole call to d from its beginning. Zero means no bound.
func (c *Call) Limit(d time.Duration) { c.bound(&c.bounds.call, d) }

// Unlimit lifts the bounds of the call and of the attempt: what follows is a
// stream.
func (c *Call) Unlimit() {
	c.bound(&c.bounds.call, 0)
	c.bound(&c.bounds.attempt, 0)
}

// LimitAttempt bounds the current attempt to d from its beginning. Zero means no
// bound.
func (c *Call) LimitAttempt(d time.Duration) {
	c.mu.Lock()
	if d > 0 && c.current != nil {
		d += c.current.begun
	}
	c.bounds.attempt = d
	c.arm()
	c.mu.Unlock()
}

func (c *Call) bound(which *time.Duration, at time.Duration) {
	c.mu.Lock()
	*which = at
	c.arm()
	c.mu.Unlock()
}
