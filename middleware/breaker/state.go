package breaker

import (
	"sync"
	"time"
)

// State is the state of a breaker.
type State string

// The states.
const (
	Closed   State = "closed"      // requests pass
	Open     State = "open"        // requests are refused
	HalfOpen State = "half_open"   // probes pass, other requests are refused
	Forced   State = "forced_open" // requests are refused because somebody has said so
)

// state is the breaker of one key.
type state struct {
	sync.Mutex
	period uint64    // number of state changes; a permit reports to the period that it was given in
	now    State     // "" is Closed
	until  time.Time // of Open and Forced
	cause  string    // why it opened last
	asked  uint32    // callers that were told to wait in this period

	// Closed
	window window
	row    int       // failures in a row
	since  time.Time // when the first of them ended

	// HalfOpen
	probes []probe // under way
	good   int     // in a row
	serial uint64  // of the last probe

	opened chan struct{} // closed when the breaker opens; nil if nobody waits for that
}

// probe is a request that may pass a half-open breaker.
type probe struct {
	serial uint64
	begun  time.Time
}

// Idle reports whether the state may be forgotten: all but closed ones are kept.
func (s *state) Idle() bool { return s.state() == Closed }

func (s *state) state() State {
	if s.now == "" {
		return Closed
	}
	return s.now
}

// enter begins a new period in state to. The lock is held.
func (s *state) enter(to State, until time.Time) {
	s.period++
	s.now, s.until = to, until
	s.asked, s.row, s.good, s.probes = 0, 0, 0, nil
	switch {
	case to == Closed:
		s.window = window{}
	case (to == Open || to == Forced) && s.opened != nil:
		close(s.opened)
		s.opened = nil
	}
}
