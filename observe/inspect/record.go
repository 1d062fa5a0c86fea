package inspect

import (
	"slices"
	"time"

	"example.com/outbound/internal/harfile"
	"example.com/outbound/observe"
)

// Of more attempts, and waits, than maxKept the first and the last are kept.
const (
	maxKept   = 64
	keptFirst = 8
)

// callRecord is a call that the ring keeps: texts and numbers, no context, request or
// response. The inspector's lock guards it.
type callRecord struct {
	id      uint64
	changed uint64 // the number of the last change

	client, operation, template, requestID string
	start                                  time.Time
	attempts                               []*attempt
	waits                                  []wait

	done                 bool
	elapsed, slept, held time.Duration
	method, url          string
	status               int
	sends, redirects     int
	bytes                int64
	kind, reason         string
	err, explain         string
	delivery, cache      string
}

// attempt is one send of a call.
type attempt struct {
	number, hop int
	start       time.Time
	done        bool
	headers     time.Duration // from the start
	total       time.Duration
	phases      observe.Phases
	entry       harfile.Entry // method and URL while it goes on
}

// wait is a wait between two attempts.
type wait struct {
	start  time.Time
	length time.Duration // as planned
	hold   time.Duration // the part that the origin has asked for
	after  int           // the number of the attempt before it
	kind   string
}

// room drops one of kept if there is no room for another.
func room[T any](kept []T) []T {
	if len(kept) < maxKept {
		return kept
	}
	return slices.Delete(kept, keptFirst, keptFirst+1)
}

// running is the attempt of the number that has not ended, nil if there is none.
func (c *callRecord) running(number int) *attempt {
	for _, a := range slices.Backward(c.attempts) {
		if a.number == number && !a.done {
			return a
		}
	}
	return nil
}
