// Package lifetime has contexts whose bounds can be moved and lifted while they
// are in use. A [Root] is the context of a whole, and a [Scope] beneath it is the
// context of a part. Each ends by its own bounds, and the parts end with the whole.
//
// A context costs nothing before the first call of Done or AfterFunc: until then Err
// compares the clock. An expired context reports [context.DeadlineExceeded] and keeps its
// deadline; a context that is cancelled with a cause does neither.
package lifetime

import (
	"context"
	"math"
	"sync"
	"time"
)

// Cause says how a scope has ended.
type Cause uint8

// The causes.
const (
	Live          Cause = iota
	Ended               // its owner has ended it
	ParentDone          // the context that the root was begun with has ended
	OtherCanceled       // the context of [Scope.EndWith] was cancelled
	OtherExpired        // the deadline of that context has passed
	Expired             // its limit has passed
	Silent              // its bound on silence has passed
	WithRoot            // the root has ended: see the cause of that
)

// Ender is told that a scope has ended in another way than by its own End. ScopeEnded
// is called by the goroutine that has noticed the end, and without a lock.
type Ender interface{ ScopeEnded() }

// Root is the whole. Begin it before any other use; do not copy it afterwards.
// It is safe for concurrent use.
type Root struct {
	Scope
	mu     sync.Mutex
	start  time.Time
	parent context.Context
	watch  *watch // nil before the first Done or AfterFunc
	parts  *Scope // the parts that have not ended, and those that have ended since the last Add
}

// Scope is one part, or the root as a whole. The lock of the root guards it.
type Scope struct {
	root     *Root
	next     *Scope        // of root.parts
	waiters  *waiters      // nil before the first Done or AfterFunc of the scope
	ender    Ender         // told of the end; nil without one
	begun    time.Duration // since the start of the root, as every time here
	limit    time.Duration // 0 = no bound
	silence  time.Duration // 0 = no bound
	cause    Cause
	detached bool
}

// Begin starts the root under parent. It may be called again before anything waits for the
// root: package call does so for each observer of a call, with the context that the
// observer returns.
func (r *Root) Begin(parent context.Context) {
	r.start, r.parent, r.root = time.Now(), parent, r
}

// Start returns the time at which the root has begun.
func (r *Root) Start() time.Time { return r.start }

// Elapsed returns the time since the root has begun.
func (r *Root) Elapsed() time.Duration { return time.Since(r.start) }

// Parent returns the context that the root was begun with.
func (r *Root) Parent() context.Context { return r.parent }

// Add begins s as a part of the root. A part that begins after the end of the
// root, or after Detach, has ended.
func (r *Root) Add(s *Scope) {
	now := r.Elapsed()
	r.mu.Lock()
	s.root, s.begun = r, now
	if r.cause != Live || r.detached {
		cause := WithRoot
		if r.cause == Live {
			cause = Ended
		}
		t := s.end(cause)
		r.mu.Unlock()
		t.tell()
		return
	}
	r.prune()
	s.next, r.parts = r.parts, s
	r.mu.Unlock()
}

// prune takes the parts that have ended off the list. The caller holds the lock.
func (r *Root) prune() {
	for at := &r.parts; *at != nil; {
		p := *at
		if p.cause == Live {
			at = &p.next
			continue
		}
		*at, p.next = p.next, nil
	}
}

// Expect makes s usable as a context before it begins: it ends with the root.
func (r *Root) Expect(s *Scope) { s.root = r }

// Begun returns when the scope has begun, counted from the start of the root.
func (s *Scope) Begun() time.Duration { return s.begun }

// Postpone moves the begin of the scope by d. Call it before Limit.
func (s *Scope) Postpone(d time.Duration) {
	s.root.mu.Lock()
	defer s.root.mu.Unlock()
	s.begun = add(s.begun, d)
}

// Limit ends the scope d after it has begun. Zero means no bound. A scope that
// has ended stays so, and keeps its deadline.
func (s *Scope) Limit(d time.Duration) { s.bound(&s.limit, s.begun, d) }

// Bound returns how long the scope may take, as Limit has set it; 0 = no bound. The value
// stays when the scope has ended.
func (s *Scope) Bound() time.Duration {
	s.root.mu.Lock()
	defer s.root.mu.Unlock()
	if s.limit == 0 {
		return 0
	}
	return s.limit - s.begun
}

// LimitFromNow ends the scope after d. Zero means no bound.
func (s *Scope) LimitFromNow(d time.Duration) { s.bound(&s.limit, s.root.Elapsed(), d) }

// Silence ends the scope after d, unless it is called again before that. Zero
// means no bound.
func (s *Scope) Silence(d time.Duration) {
	var now time.Duration
	if d > 0 {
		now = s.root.Elapsed()
	}
	s.bound(&s.silence, now, d)
}

func (s *Scope) bound(which *time.Duration, from, d time.Duration) {
	if d > 0 {
		d = max(add(from, d), 1)
	}
	s.root.mu.Lock()
	if s.cause == Live && !s.detached {
		*which = d
		s.root.arm()
	}
	s.root.mu.Unlock()
}

// arm sets the timer for the earliest bound. The caller holds the lock.
func (r *Root) arm() {
	w := r.watch
	if w == nil || r.cause != Live {
		return
	}
	at := r.earliest()
	if at == 0 || w.armed != 0 && at >= w.armed {
		return
	}
	w.armed = at
	at -= r.Elapsed()
	if w.timer == nil {
		w.timer = time.AfterFunc(at, r.onTimer)
		return
	}
	w.timer.Reset(at)
}

// earliest returns the earliest bound of all scopes that have not ended, 0 without any.
// The caller holds the lock.
func (r *Root) earliest() time.Duration {
	at := earlier(earlier(0, r.limit), r.silence)
	for p := r.parts; p != nil; p = p.next {
		if p.cause == Live {
			at = earlier(earlier(at, p.limit), p.silence)
		}
	}
	return at
}

// earlier returns the earlier of two bounds; 0 = no bound.
func earlier(a, b time.Duration) time.Duration {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// add returns a+b, or the longest duration if the sum overflows.
func add(a, b time.Duration) time.Duration {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

// Guard sets e, which is told when the scope ends by a bound, by the parent or with its
// root. It reports false if the scope has ended already; then e is not told.
func (s *Scope) Guard(e Ender) bool {
	s.root.mu.Lock()
	defer s.root.mu.Unlock()
	if s.cause != Live {
		return false
	}
	s.ender = e
	return true
}

// Cause returns how the scope has ended, [Live] if it has not.
func (s *Scope) Cause() Cause {
	r := s.root
	r.mu.Lock()
	c, bound := s.cause, time.Duration(0)
	if c == Live && r.watch == nil { // there is no timer: compare the clock
		bound = r.earliest()
	}
	r.mu.Unlock()
	if bound == 0 || r.Elapsed() < bound {
		return c
	}
	r.expire()
	r.mu.Lock()
	defer r.mu.Unlock()
	return s.cause
}

// Err returns nil until the scope has ended: then [context.Canceled] if its owner has
// ended it, [context.DeadlineExceeded] if a bound has passed, and the error of the parent
// if the parent has ended.
func (s *Scope) Err() error {
	c := s.Cause()
	if c == WithRoot {
		c = s.root.Cause()
	}
	switch c {
	case Expired, Silent, OtherExpired:
		return context.DeadlineExceeded
	case Ended, OtherCanceled:
		return context.Canceled
	case Live:
		if s.isDetached() {
			return nil
		}
	}
	return s.root.parent.Err() // nil while it lives
}

// Deadline returns the earliest of the parent's deadline, the root's limit and the
// scope's limit. A detached scope has none.
func (s *Scope) Deadline() (time.Time, bool) {
	r := s.root
	r.mu.Lock()
	limit, detached := earlier(r.limit, s.limit), s.detached
	r.mu.Unlock()
	if detached {
		return time.Time{}, false
	}
	d, ok := r.parent.Deadline()
	at := r.start.Add(limit)
	if limit == 0 || ok && d.Before(at) {
		return d, ok
	}
	return at, true
}

func (s *Scope) isDetached() bool {
	s.root.mu.Lock()
	defer s.root.mu.Unlock()
	return s.detached
}
