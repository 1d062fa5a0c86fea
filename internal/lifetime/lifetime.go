// Package lifetime has contexts whose bounds can be moved and lifted while they
// are in use. A [Root] is the context of a whole, and a [Scope] beneath it that
// of a part. Each ends by its own bounds, and the parts end with the whole.
//
// A context costs nothing before somebody waits for it by Done or AfterFunc.
// Until then Err compares the clock. An expired context reports
// [context.DeadlineExceeded] and keeps its deadline, which a context that is
// cancelled with a cause does not.
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
	ParentDone          // the context that the root was made with has ended
	OtherCanceled       // the context of [Scope.EndWith] was cancelled
	OtherExpired        // the deadline of that context has passed
	Expired             // its limit has passed
	Silent              // its bound on silence has passed
	WithRoot            // the root has ended: see the cause of that
)

// Ender is told that a scope has ended other than by its own End. ScopeEnded runs
// on the goroutine that has noticed the end, never under a lock.
type Ender interface{ ScopeEnded() }

// Root is the whole. Begin it before any other use; do not copy it afterwards.
// It is safe for concurrent use.
type Root struct {
	Scope
	mu     sync.Mutex
	start  time.Time
	parent context.Context
	watch  *watch // nil before somebody waits
	parts  *Scope // those that have not ended, and those that have since the last Add
}

// Scope is one part, or the root as a whole. The lock of the root guards it.
type Scope struct {
	root     *Root
	next     *Scope        // of root.parts
	waiters  *waiters      // nil before somebody waits
	ender    Ender         // nil if nobody is to be told
	begun    time.Duration // since the start of the root, as every time here
	limit    time.Duration // 0 = no bound
	silence  time.Duration // 0 = no bound
	cause    Cause
	detached bool
}

// Begin starts the root under parent.
func (r *Root) Begin(parent context.Context) {
	r.start, r.parent = time.Now(), parent
	r.Scope.root = r
}

// Start is when the root has begun.
func (r *Root) Start() time.Time { return r.start }

// Elapsed is the time since then.
func (r *Root) Elapsed() time.Duration { return time.Since(r.start) }

// Parent is the context that the root was made with.
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

// Begun is when the scope has begun, counted from the start of the root.
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

// Bound is how long the scope may take, as Limit has set it; 0 = no bound. It stays
// when the scope has ended.
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

// add is a+b, or the longest duration where that overflows.
func add(a, b time.Duration) time.Duration {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

// Guard names whom to tell when the scope ends by a bound, by the parent or with
// its root. It reports false if the scope has ended already, and then tells
// nobody.
func (s *Scope) Guard(e Ender) bool {
	s.root.mu.Lock()
	defer s.root.mu.Unlock()
	if s.cause != Live {
		return false
	}
	s.ender = e
	return true
}
