package limit

import (
	"sync"
	"time"

	"example.com/outbound/internal/keyed"
	"example.com/outbound/observe"
)

// hold is the gate of one key.
type hold struct {
	sync.Mutex
	until   time.Time // nothing passes before
	told    bool      // observers know of the hold
	asked   uint32    // callers that were told to wait by Hold
	cause   string
	step    time.Duration // between requests that are released after the hold; 0 until the first
	pace    time.Duration // between requests, until
	paced   time.Time     // then
	free    time.Time     // the next request passes then
	tickets uint64
	waiting queue
}

// Idle reports whether requests pass as if there were no gate.
func (h *hold) Idle() bool {
	now := time.Now()
	return h.waiting.len() == 0 && !h.until.After(now) && !h.paced.After(now)
}

// next returns the time until the first caller may pass.
func (h *hold) next(now time.Time) time.Duration {
	if left := h.until.Sub(now); left > 0 {
		return left
	}
	return h.free.Sub(now)
}

// pass lets a request through and says when the next one may follow.
func (h *hold) pass(now time.Time, spread time.Duration) {
	switch n := h.waiting.len(); { // this one included
	case n <= 1:
		h.step = 0
	case h.step == 0:
		h.step = spread / time.Duration(n)
	}
	gap := h.step
	if h.paced.After(now) {
		gap = max(gap, h.pace)
	}
	h.free = now.Add(gap)
}

// released is what observers are told at the first request after a hold.
func (h *hold) released(k keyed.Key) *observe.StateChange {
	if !h.told {
		return nil
	}
	h.told, h.asked = false, 0
	return &observe.StateChange{Origin: k.String(), What: "gate", From: "held", To: "free", Cause: "the time that the server asked for has passed"}
}
