package retry

import (
	"errors"
	"net/http"

	"example.com/outbound/httperror"
)

// afterRefusal decides what follows a send that a policy of the client has refused.
// The send does not count as an attempt: its number, by which waits are computed, is
// used again. The call waits for the origin if there is time for that, and else ends
// with the outcome of its last attempt.
func (r *run) afterRefusal(req *http.Request, err error) (*http.Request, *http.Response, error) {
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

// broken ends a hop whose request was in a queue of the client when the caller
// cancelled, the deadline passed, or the client was closed.
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
