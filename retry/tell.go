package retry

import (
	"errors"
	"net/http"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/callinfo"
	"example.com/outbound/internal/redact"
	"time"
)

// tell fills ev and hands it to Observe.
func (r *run) tell(ev Event) {
	if r.policy.Observe == nil {
		return
	}
	ev.Attempt, ev.Method = r.number, r.method
	ev.Elapsed, ev.Slept = r.call.Elapsed(), r.call.Slept
	if req := r.call.Last(); req != nil {
		ev.URL = redact.URL(req.URL)
	}
	r.policy.Observe(ev)
}

// backoff announces the wait after a.
func (r *run) backoff(a Attempt, wait time.Duration) {
	r.tell(Event{Type: Backoff, Wait: wait, Status: status(a.Response), Err: a.Err})
	if r.call.OnBackoff != nil {
		r.call.OnBackoff(callinfo.Backoff{Attempt: r.number, Wait: wait, Kind: a.Kind, Status: status(a.Response)})
	}
}

// giveUp ends the hop with what its last attempt brought.
func (r *run) giveUp(a Attempt, reason Reason) (*http.Response, error) {
	r.call.Reason = string(reason)
	r.tell(Event{Type: GiveUp, Status: status(a.Response), Err: a.Err, Reason: reason})
	if a.Err != nil {
		var e *httperror.Error
		if errors.As(a.Err, &e) {
			r.call.Fill(e)
		}
		return nil, a.Err
	}
	return a.Response, nil
}

// interrupted ends the hop in the middle of a wait.
func (r *run) interrupted(why error) (*http.Response, error) {
	r.call.Reason = string(Canceled)
	err := r.call.Ended()
	if err == nil { // the client was closed
		err = r.call.Fill(&httperror.Error{Kind: httperror.Closed, Err: why})
	}
	r.tell(Event{Type: GiveUp, Err: err, Reason: Canceled})
	return nil, err
}

func status(resp *http.Response) int {
	if resp == nil {
		return 0
	}
	return resp.StatusCode
}
