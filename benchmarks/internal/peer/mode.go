package peer

import "time"

// Mode is how much a client does beyond the call itself.
type Mode int

// The modes.
const (
	// Bare makes one call and nothing else: every optional feature is off.
	Bare Mode = iota
	// Retrying makes up to [Setup.Attempts] attempts, without waits between them.
	Retrying
	// Obeying is Retrying with waits of the length that Retry-After names.
	Obeying
	// Observed is Bare with hooks that count each call twice, when it begins and
	// when it ends.
	Observed
	// Full is Retrying, one structured log line per call, an Authorization
	// field and a request ID, each by the peer's own means where it has them.
	// It keeps whatever else the peer does by default, such as timeouts.
	Full
	// Bounded is Full with CallBound and AttemptBound.
	Bounded
)

// The bounds of [Bounded]. No call of the benchmarks reaches them.
const (
	CallBound    = 60 * time.Second
	AttemptBound = 10 * time.Second
)

func (m Mode) retries() bool { return m == Retrying || m == Obeying || m.isFull() }

func (m Mode) isFull() bool { return m == Full || m == Bounded }

// attemptBound is that of one attempt, 0 for none.
func (m Mode) attemptBound() time.Duration {
	if m == Bounded {
		return AttemptBound
	}
	return 0
}
