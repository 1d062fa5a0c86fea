package faultserver

import "sync"

// Step is one line of a script.
type Step struct {
	atAccept bool               // taken before a byte is read
	do       func(c *Conn) bool // whether the connection may carry another request
}

// Do makes a step of f, which is called when the first byte of a request has
// arrived. It reads the request itself and returns whether the connection may
// carry another one.
func Do(f func(c *Conn) (keep bool)) Step { return Step{do: f} }

// AtAccept makes a step of f, which is called as soon as a connection is
// accepted. The connection is closed after it.
func AtAccept(f func(c *Conn)) Step {
	return Step{atAccept: true, do: func(c *Conn) bool { f(c); return false }}
}

// script returns its steps in order, and the last one for ever.
type script[S any] struct {
	mu    sync.Mutex
	steps []S
	next  int
}

func (s *script[S]) set(steps []S) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.steps, s.next = steps, 0
}

// take returns the next step.
func (s *script[S]) take() S {
	step, _ := s.takeIf(func(S) bool { return true })
	return step
}

// takeIf returns the next step if it is one that ok wants.
func (s *script[S]) takeIf(ok func(S) bool) (step S, taken bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	step = s.steps[min(s.next, len(s.steps)-1)]
	if !ok(step) {
		return step, false
	}
	s.next++
	return step, true
}
