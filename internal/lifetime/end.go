package lifetime

import "time"

// told lists the receivers of an end, which are called once the lock is free.
type told struct {
	hooks *hook
	ender Ender
	more  []told
}

func (t told) tell() {
	for h := t.hooks; h != nil; h = h.next {
		h.f()
	}
	if t.ender != nil {
		t.ender.ScopeEnded()
	}
	for _, m := range t.more {
		m.tell()
	}
}

// End ends the scope, once; the ender of the scope itself is not told. The parts
// of a root end with it, and their enders are told. An ended root holds neither
// a timer nor its parent.
func (s *Scope) End() {
	r := s.root
	r.mu.Lock()
	s.ender = nil // its owner knows
	t := s.end(Ended)
	var leave func() bool
	if s == &r.Scope {
		leave = r.disarm()
	}
	r.mu.Unlock()
	if leave != nil {
		leave()
	}
	t.tell()
}

// Detach makes the scope a context that nothing ends: its bounds are lifted, and
// the end of its parent does not reach it. For a root, its parts too.
func (r *Root) Detach() {
	r.mu.Lock()
	r.detach()
	for p := r.parts; p != nil; p = p.next {
		p.detach()
	}
	leave := r.disarm()
	r.mu.Unlock()
	if leave != nil {
		leave()
	}
}

// detach lifts the bounds of one scope. The caller holds the lock.
func (s *Scope) detach() { s.limit, s.silence, s.ender, s.detached = 0, 0, nil, true }

// end notes the end of the scope. The caller holds the lock, and tells once it
// is free.
func (s *Scope) end(cause Cause) (t told) {
	if s.cause != Live {
		return t
	}
	s.cause = cause
	t.ender, s.ender = s.ender, nil
	if w := s.waiters; w != nil {
		if w.done != nil {
			close(w.done)
		}
		t.hooks, w.hooks = w.hooks, nil
	}
	if r := s.root; s == &r.Scope {
		for p := r.parts; p != nil; p = p.next {
			if m := p.end(WithRoot); m.hooks != nil || m.ender != nil {
				t.more = append(t.more, m)
			}
		}
		r.parts = nil
	}
	return t
}

// due ends what has passed its bounds. The caller holds the lock.
func (r *Root) due() (t told) {
	if r.cause != Live {
		return t
	}
	now := r.Elapsed()
	if c := r.passed(now); c != Live {
		return r.end(c)
	}
	for p := r.parts; p != nil; p = p.next {
		if c := p.passed(now); c != Live && p.cause == Live {
			t.more = append(t.more, p.end(c))
		}
	}
	return t
}

func (s *Scope) passed(now time.Duration) Cause {
	switch {
	case s.limit != 0 && now >= s.limit:
		return Expired
	case s.silence != 0 && now >= s.silence:
		return Silent
	}
	return Live
}

// expire ends what is due.
func (r *Root) expire() {
	r.mu.Lock()
	t := r.due()
	r.mu.Unlock()
	t.tell()
}
