package retry

import (
	"errors"
	"net/http"
	"time"

	"example.com/outbound/httperror"
)

// askHold returns how long the origin will not take another request, 0 if it
// takes one now.
func (r *run) askHold() time.Duration {
	if r.isFunc || r.call.Hold == nil {
		return 0
	}
	d, why := r.call.Hold(r.hop)
	r.at.holder = why
	return d
}

// fits reports whether a wait for the origin ends before the deadline and within
// MaxElapsed.
func (r *run) fits(wait time.Duration) bool {
	if deadline, bounded := r.bound(); bounded && wait >= time.Until(deadline) {
		return false
	}
	left, mode := r.policy.left(r.call.Elapsed())
	return left > 0 && (mode == After || wait <= left)
}

// refused is what follows from a send that the client's own policies have
// refused. It was no attempt: the number, which the waits go by, does not move.
// The call waits again if that fits, and ends with its last real outcome if not.
func (r *run) refused(req *http.Request, err error) (*http.Request, *http.Response, error) {
	r.number--
	e, ok := errors.AsType[*httperror.Error](err)
	if !ok || e.Kind != httperror.CircuitOpen && e.Kind != httperror.Limited {
		r.drop()
		return nil, nil, r.broken(e, err)
	}
	if r.number == 0 {
		resp, err := r.giveUp(Attempt{Err: err}, Held)
		return nil, resp, err
	}
	if r.hold = r.askHold(); r.hold <= 0 {
		r.hold, r.at.holder = e.RetryAfter, e.Kind
	}
	if r.hold <= 0 || !r.fits(r.hold) {
		resp, err := r.giveUp(r.last, Held)
		return nil, resp, err
	}
	again, err := rewind(req)
	if err != nil {
		resp, err := r.giveUp(r.last, BodyNotReplayable)
		return nil, resp, err
	}
	r.backoff(r.last, r.hold)
	return r.sleep(again, r.hold)
}

// broken ends a hop whose request was waiting in a queue of the client when the
// caller cancelled, the deadline passed, or the client was closed.
func (r *run) broken(e *httperror.Error, err error) error {
	reason := Canceled
	if e != nil && e.Kind == httperror.Deadline {
		reason = DeadlineTooClose
	}
	r.call.GiveUp(string(reason), "", "")
	if e != nil {
		r.call.Fill(e)
	}
	r.emit(Event{Type: GiveUp, Err: err, Reason: reason})
	return err
}
