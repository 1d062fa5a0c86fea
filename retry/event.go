package retry

import (
	"strconv"
	"time"
)

// Event is what [Policy.Observe] is told. A call is a row of them: Try before
// every attempt, Backoff before every wait, and one GiveUp or Success at the
// end. A call that is cancelled before its first attempt has none. A send that
// the client's own policies (breaker, gate, limits) refuse is no attempt: its Try
// is followed by a Backoff or the end, and the Try after that has its number.
type Event struct {
	Type    EventType
	Attempt int           // 1, 2, … within the hop
	Elapsed time.Duration // since the call began
	Slept   time.Duration // completed waits of the call so far
	Wait    time.Duration // the wait to come; Backoff only
	Hold    time.Duration // the part of Wait in which the client's own policies let no request through; Backoff only
	Method  string        // "" in Do
	URL     string        // redacted: no user info, no query values; "" in Do
	Status  int           // of the response, 0 if there was none
	Err     error         // nil if there was a response
	Reason  Reason        // GiveUp only
}

// EventType says what happened.
type EventType int

// The types of an [Event].
const (
	Try     EventType = iota // an attempt begins
	Backoff                  // an attempt failed, and a wait begins
	GiveUp                   // the call ends without a success, for Reason
	Success                  // the call ends with a response that nobody wants to repeat
)

// String returns the type's name in lower case.
func (t EventType) String() string {
	switch t {
	case Try:
		return "try"
	case Backoff:
		return "backoff"
	case GiveUp:
		return "giveup"
	case Success:
		return "success"
	}
	return "EventType(" + strconv.Itoa(int(t)) + ")"
}
