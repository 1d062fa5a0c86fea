package call

import "example.com/outbound/httperror"

// A history keeps the first and the last attempts of a call: a poller that is
// refused once a second makes 3 600 an hour.
const (
	keptFirst = 8
	keptLast  = 56
)

// history is what came of the attempts of a call.
type history struct {
	first []httperror.Attempt
	last  []httperror.Attempt // a ring once it is full
	next  int                 // the oldest of a full ring
}

func (h *history) add(a httperror.Attempt) {
	switch {
	case len(h.first) < keptFirst:
		h.first = append(h.first, a)
	case len(h.last) < keptLast:
		h.last = append(h.last, a)
	default:
		h.last[h.next] = a
		h.next = (h.next + 1) % keptLast
	}
}

// list returns a copy in the order of the attempts' ends.
func (h *history) list() []httperror.Attempt {
	out := make([]httperror.Attempt, 0, len(h.first)+len(h.last))
	out = append(out, h.first...)
	out = append(out, h.last[h.next:]...)
	return append(out, h.last[:h.next]...)
}
