package retry

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/printable"
)

// emit completes ev and gives it to Observe.
func (r *run) emit(ev Event) {
	if r.policy.Observe == nil {
		return
	}
	ev.Attempt, ev.Method = r.number, r.method()
	ev.Elapsed, ev.Slept = r.call.Elapsed(), r.call.Slept()
	if req := r.call.Last(); req != nil {
		ev.URL = r.call.Names.URL(req.URL)
	}
	r.policy.Observe(ev)
}

// method is that of the request, "" in Do.
func (r *run) method() string {
	if r.hop == nil {
		return ""
	}
	return r.hop.Method
}

// backoff announces the wait after a.
func (r *run) backoff(a Attempt, wait time.Duration) {
	hold := min(r.hold, wait)
	r.emit(Event{Type: Backoff, Wait: wait, Hold: hold, Status: status(a.Response), Err: a.Err})
	r.call.TellBackoff(call.Backoff{
		Attempt: r.number, Wait: wait, Hold: hold, Duration: r.sent.Took(), Kind: a.Kind, Status: status(a.Response), Err: a.Err,
	})
}

// giveUp ends the hop with what its last attempt brought, the response as it is.
// What a caller has cancelled ends with that.
func (r *run) giveUp(a Attempt, reason Reason) (*http.Response, error) {
	if reason == Canceled && a.Kind != httperror.Canceled {
		r.call.Discard(a.Response)
		return nil, r.interrupted(r.whyStopped(), 0)
	}
	r.call.GiveUp(string(reason), r.sentence(a, reason), r.limit(a, reason))
	if e, ok := errors.AsType[*httperror.Error](a.Err); ok {
		r.call.Fill(e)
	}
	r.emit(Event{Type: GiveUp, Status: status(a.Response), Err: a.Err, Reason: reason})
	if a.Err != nil {
		return nil, a.Err
	}
	return a.Response, nil
}

// interrupted ends the hop between two attempts: the caller has cancelled, the
// client was closed, or a deadline passed that was not announced. wait is the wait
// that this has broken off, 0 if it was none.
func (r *run) interrupted(why error, wait time.Duration) error {
	reason, detail := reasonOf(why), ""
	if wait > 0 {
		detail = "that was during the wait of " + printable.Duration(wait) + " before attempt " + strconv.Itoa(r.number+1)
	}
	r.call.GiveUp(string(reason), detail, "")
	err := r.call.Ended()
	switch {
	case err != nil:
	case errors.Is(why, call.ErrClosed):
		err = r.call.Fill(&httperror.Error{Kind: httperror.Closed, Err: why})
	default: // the context of a layer outside retry has ended
		err = r.call.Typed(why)
	}
	r.emit(Event{Type: GiveUp, Err: err, Reason: reason})
	return err
}

// reasonOf is the reason of a wait that was broken off.
func reasonOf(why error) Reason {
	if errors.Is(why, context.DeadlineExceeded) {
		return DeadlineTooClose
	}
	return Canceled
}

func status(resp *http.Response) int {
	if resp == nil {
		return 0
	}
	return resp.StatusCode
}
