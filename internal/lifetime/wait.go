package lifetime

import (
	"context"
	"errors"
	"time"
)

// watch ends scopes in time: one timer for all bounds of a root, and a hook on the
// parent. The timer is not changed when a bound moves into the future: it fires early,
// finds nothing due, and is set again.
type watch struct {
	timer *time.Timer
	armed time.Duration // when it fires, 0: it does not
	leave func() bool   // takes the hook off the parent; nil without one
	spare waiters       // for the first scope whose Done or AfterFunc is called
	used  bool          // spare is in use
}

// waiters has what happens at the end of one scope.
type waiters struct {
	done  chan struct{} // nil before the first Done
	hooks *hook         // of AfterFunc
}

// hook is a function of AfterFunc, in a list.
type hook struct {
	root *Root
	of   *waiters
	next *hook
	f    func()
}

// Done returns a channel that is closed when the scope ends. The first call of Done or
// AfterFunc of the root or of a part starts the timer of the bounds.
func (s *Scope) Done() <-chan struct{} {
	r := s.root
	r.mu.Lock()
	first := r.startWatch()
	w := s.wait()
	if w.done == nil {
		w.done = make(chan struct{})
		if s.cause != Live {
			close(w.done)
		}
	}
	done := w.done
	r.mu.Unlock()
	if first {
		r.follow()
	}
	return done
}

// AfterFunc runs f when the scope ends, so that package context can follow it
// without a goroutine. stop reports whether it has kept f from running.
func (s *Scope) AfterFunc(f func()) (stop func() bool) {
	r := s.root
	r.mu.Lock()
	first := r.startWatch()
	if s.cause != Live {
		r.mu.Unlock()
		go f() // the caller may hold what f needs
		return func() bool { return false }
	}
	w := s.wait()
	w.hooks = &hook{r, w, w.hooks, f}
	stop = w.hooks.stop
	r.mu.Unlock()
	if first {
		r.follow()
	}
	return stop
}

// stop takes the hook off its list and reports whether it was there.
func (h *hook) stop() bool {
	h.root.mu.Lock()
	defer h.root.mu.Unlock()
	for at := &h.of.hooks; *at != nil; at = &(*at).next {
		if *at == h {
			*at = h.next
			return true
		}
	}
	return false
}

// wait returns the waiters of s. The caller holds the lock and has begun to
// watch.
func (s *Scope) wait() *waiters {
	if s.waiters == nil {
		if w := s.root.watch; !w.used {
			w.used, s.waiters = true, &w.spare
		} else {
			s.waiters = new(waiters)
		}
	}
	return s.waiters
}

// startWatch begins to watch, once, and reports whether the parent is to be followed.
// The caller holds the lock, calls follow once it is free, and nothing in between.
func (r *Root) startWatch() (first bool) {
	if r.watch != nil {
		return false
	}
	r.watch = new(watch)
	r.arm()
	return r.cause == Live && !r.detached
}

// follow ends the root with its parent. It is called without the lock: the
// parent may lead back to the root.
func (r *Root) follow() {
	if r.parent.Done() != nil {
		r.leaveWith(context.AfterFunc(r.parent, r.onParentDone))
	}
}

// leaveWith keeps what takes the hook off the parent.
func (r *Root) leaveWith(leave func() bool) {
	r.mu.Lock()
	over := r.cause != Live || r.detached
	if !over {
		r.watch.leave = leave
	}
	r.mu.Unlock()
	if over {
		leave()
	}
}

func (r *Root) onParentDone() { r.endBy(ParentDone) }

func (s *Scope) endBy(c Cause) {
	s.root.mu.Lock()
	var t told
	if !s.detached {
		t = s.end(c)
	}
	s.root.mu.Unlock()
	t.tell()
}

// EndWith ends the scope when ctx does, as by its parent. stop undoes it.
func (s *Scope) EndWith(ctx context.Context) (stop func() bool) {
	return context.AfterFunc(ctx, func() {
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			s.endBy(OtherExpired)
			return
		}
		s.endBy(OtherCanceled)
	})
}

// onTimer runs when the timer fires.
func (r *Root) onTimer() {
	r.mu.Lock()
	r.watch.armed = 0
	t := r.due()
	r.arm()
	r.mu.Unlock()
	t.tell()
}

// disarm stops the timer and returns what takes the hook off the parent. The
// caller holds the lock.
func (r *Root) disarm() (leave func() bool) {
	w := r.watch
	if w == nil {
		return nil
	}
	if w.timer != nil {
		w.timer.Stop()
	}
	w.armed = 0
	leave, w.leave = w.leave, nil
	return leave
}
