package breaker

import (
	"time"

	"example.com/outbound/observe"
)

// change moves the state of k and returns what observers are told. The lock is
// held.
func (s *state) change(name string, to State, until time.Time, cause string) *observe.StateChange {
	from := s.state()
	s.enter(to, until)
	return &observe.StateChange{
		Origin: name, What: "breaker", From: string(from), To: string(to), Cause: cause, Until: until,
	}
}
