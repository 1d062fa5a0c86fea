package faultserver

import (
	"slices"
	"testing"
	"time"
)

// patience is how long WaitIdle waits: far more than a loopback needs, far less
// than a test binary has.
const patience = 5 * time.Second

// Requests returns what arrived, in order.
func (s *Server) Requests() []Request {
	s.books.mu.Lock()
	defer s.books.mu.Unlock()
	return slices.Clone(s.books.requests)
}

// Count returns how many requests arrived: heads read in full.
func (s *Server) Count() int { return len(s.Requests()) }

// Opened returns how many connections were ever accepted.
func (s *Server) Opened() int {
	s.books.mu.Lock()
	defer s.books.mu.Unlock()
	return s.books.opened
}

// Open returns how many connections are open now.
func (s *Server) Open() int {
	s.books.mu.Lock()
	defer s.books.mu.Unlock()
	return len(s.books.conns)
}

// WaitIdle waits until no connection is open, and fails tb if that does not
// come about. It calls closeIdle again and again: a connection may become idle
// only after its last call has returned.
func (s *Server) WaitIdle(tb testing.TB, closeIdle ...func()) {
	tb.Helper()
	limit := time.After(patience)
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		open, changed := s.books.watch()
		if open == 0 {
			return
		}
		select {
		case <-changed:
		case <-again.C:
			for _, f := range closeIdle {
				f()
			}
		case <-limit:
			tb.Errorf("faultserver: %d connections still open after %v, want 0", open, patience)
			return
		}
	}
}

// ResetAll breaks every open connection with a TCP RST.
func (s *Server) ResetAll() {
	s.books.mu.Lock()
	defer s.books.mu.Unlock()
	for c := range s.books.conns {
		_ = c.SetLinger(0)
		_ = c.Close()
	}
}
