package callinfo

import "context"

// scope is one context of the record: that of the call, or of an attempt. It
// costs nothing until somebody waits for its end. The lock of the call guards
// it.
type scope struct {
	waiters *waiters
	ending  ending
	why     why   // we ended an attempt
	number  int32 // of an attempt; of a call, that of its last one
}

// ending is how a scope has come to its end.
type ending uint8

const (
	going    ending = iota
	canceled        // it is over, or was ended before its time
	expired         // the bound of the call has passed
	orphaned        // the caller's context has ended
)

// waiters are those who wait for the end of a scope.
type waiters struct {
	done  chan struct{} // nil before the first Done
	hooks *hook         // of AfterFunc
}

// hook is one of a list.
type hook struct {
	call *Call
	of   *waiters
	next *hook
	f    func()
}

// end ends the scope, at most once, and returns what is to be told once the
// lock is free.
func (s *scope) end(how ending) *hook {
	if s.ending != going {
		return nil
	}
	s.ending = how
	if s.waiters == nil {
		return nil
	}
	if s.waiters.done != nil {
		close(s.waiters.done)
	}
	hooks := s.waiters.hooks
	s.waiters.hooks = nil
	return hooks
}

// over ends the call's scope and those of its attempts. The caller holds the
// lock.
func (c *Call) over(how ending) (hooks []*hook) {
	for a := c.current; a != nil; a = a.before {
		if h := a.end(how); h != nil {
			hooks = append(hooks, h)
		}
	}
	if h := c.end(how); h != nil {
		hooks = append(hooks, h)
	}
	return hooks
}

// tell runs the functions of lists that have left their scopes.
func tell(hooks ...*hook) {
	for _, h := range hooks {
		for ; h != nil; h = h.next {
			h.f()
		}
	}
}

// place makes place for somebody who waits for the end of s. The caller holds
// the lock and has begun to watch.
func (c *Call) place(s *scope) *waiters {
	if s.waiters == nil {
		s.waiters = &c.watching.first
		if s != &c.first.scope {
			s.waiters = new(waiters)
		}
	}
	return s.waiters
}

// doneOf is asked by a base deep down in the stack, for which it needs little.
func (c *Call) doneOf(s *scope) <-chan struct{} {
	c.mu.Lock()
	if c.watching == nil {
		c.watch()
	}
	w := c.place(s)
	if w.done == nil {
		w.done = make(chan struct{})
		if s.ending != going {
			close(w.done)
		}
	}
	done := w.done
	c.mu.Unlock()
	return done
}

func (c *Call) errOf(s *scope) error {
	c.mu.Lock()
	hooks := c.look()
	how := s.ending
	c.mu.Unlock()
	tell(hooks...)
	switch how {
	case canceled:
		return context.Canceled
	case expired:
		return context.DeadlineExceeded
	}
	return c.parent.Err()
}

// afterFunc lets package context follow s without a goroutine.
func (c *Call) afterFunc(s *scope, f func()) (stop func() bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.watch()
	w := c.place(s)
	if s.ending != going {
		go f() // whoever asks may hold what f needs
		return func() bool { return false }
	}
	w.hooks = &hook{c, w, w.hooks, f}
	return w.hooks.stop
}

// stop takes the hook off its list and reports whether it was there.
func (h *hook) stop() bool {
	h.call.mu.Lock()
	defer h.call.mu.Unlock()
	for at := &h.of.hooks; *at != nil; at = &(*at).next {
		if *at == h {
			*at = h.next
			return true
		}
	}
	return false
}
