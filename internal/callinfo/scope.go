package callinfo

import (
	"context"
	"slices"
	"sync"
	"time"
)

// scope is a context that ends with its parent or when the record says so. It
// costs nothing until somebody asks for Done: neither a channel nor a hook on
// the parent.
type scope struct {
	parent context.Context

	mu     sync.Mutex
	done   chan struct{} // made by the first Done
	err    error         // why it ended by itself
	hooks  *[]*func()    // of AfterFunc
	unhook func() bool   // stops following the parent
}

// Deadline is the parent's; the record and the attempt know better.
func (s *scope) Deadline() (time.Time, bool) { return s.parent.Deadline() }

// Done is closed when the scope ends.
func (s *scope) Done() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.done == nil {
		s.done = make(chan struct{})
		if s.err != nil {
			close(s.done)
		} else {
			s.follow()
		}
	}
	return s.done
}

// Err is nil until the scope has ended.
func (s *scope) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return s.err
	}
	return s.parent.Err()
}

// AfterFunc lets package context follow the scope without a goroutine.
func (s *scope) AfterFunc(f func()) (stop func() bool) {
	s.mu.Lock()
	if s.err != nil {
		s.mu.Unlock()
		f()
		return func() bool { return false }
	}
	s.follow()
	if s.hooks == nil {
		s.hooks = &[]*func(){}
	}
	hook := &f
	*s.hooks = append(*s.hooks, hook)
	s.mu.Unlock()
	return func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.hooks == nil {
			return false
		}
		i := slices.Index(*s.hooks, hook)
		if i >= 0 {
			*s.hooks = slices.Delete(*s.hooks, i, i+1)
		}
		return i >= 0
	}
}

// follow hooks the scope to its parent, once. The caller holds the lock.
func (s *scope) follow() {
	if s.unhook != nil || s.parent.Done() == nil {
		return
	}
	parent := s.parent
	s.unhook = context.AfterFunc(parent, func() { s.end(parent.Err()) })
}

// end ends the scope with err, at most once.
func (s *scope) end(err error) {
	s.mu.Lock()
	if s.err != nil {
		s.mu.Unlock()
		return
	}
	s.err = err
	if s.done != nil {
		close(s.done)
	}
	hooks, unhook := s.hooks, s.unhook
	s.hooks, s.unhook = nil, nil
	s.mu.Unlock()
	if unhook != nil {
		unhook()
	}
	if hooks != nil {
		for _, f := range *hooks {
			(*f)()
		}
	}
}
