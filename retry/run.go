package retry

import (
	"net/http"
	"time"

	"example.com/outbound/internal/call"
)

// run is the state of one hop's attempts, or of one [Do].
type run struct {
	call   *call.Call
	policy *Policy       // nil: one attempt
	hop    *http.Request // as it came; nil in Do
	isFunc bool          // there is no request: neither gate nor body
	number int           // of the current attempt
	sent   *call.Attempt
	waited time.Duration // before it
	hold   time.Duration // how long the origin took no request, at the last decision
	last   Attempt       // kept while the next one is waited for
	fails  [classes]int32
	at     facts // of the last decision
}

// announce counts the next attempt and tells of it.
func (r *run) announce() {
	r.number++
	if r.policy.Observe != nil { // an Event is large, and this stack is that of a call in flight
		r.emit(Event{Type: Try})
	}
}

// after is what follows from an attempt: the request to be sent next, the wait
// being over, or none and the outcome of the hop.
func (r *run) after(req *http.Request, resp *http.Response, err error) (*http.Request, *http.Response, error) {
	a := Attempt{Number: r.number, Request: req, Response: resp, Err: err, Kind: r.kind(resp, err), ignoreRetryAfter: r.policy.IgnoreRetryAfter}
	again := r.wantsRetry(a)
	if err == nil && a.Kind == "" && !again {
		r.succeed(resp)
		return nil, resp, nil
	}
	wait, reason := r.decide(a, again)
	if reason != "" {
		resp, err = r.giveUp(a, reason)
		return nil, resp, err
	}
	if req, err = rewind(req); err != nil {
		r.at.unread = err
		resp, err = r.giveUp(a, BodyNotReplayable)
		return nil, resp, err
	}
	if r.last = a; r.call.Hold == nil {
		r.drop()
	} else {
		r.call.Retain(resp)
	}
	r.backoff(a, wait)
	r.waited = 0
	return r.sleep(req, wait)
}

// sleep waits before req is sent.
func (r *run) sleep(req *http.Request, wait time.Duration) (*http.Request, *http.Response, error) {
	if err := r.call.Sleep(r.outer(), wait); err != nil {
		r.drop()
		closeBody(req)
		return nil, nil, r.interrupted(err, wait)
	}
	r.waited += wait
	return req, nil, nil
}

// drop gives up the outcome that was kept.
func (r *run) drop() {
	r.call.Discard(r.last.Response)
	r.last.Response = nil
}

// succeed gives the budget its share of a success, and announces that.
func (r *run) succeed(resp *http.Response) {
	r.policy.Budget.refund(r.origin())
	r.emit(Event{Type: Success, Status: status(resp)})
}

// bufferBody is how many bytes of a response are read inside the attempt. Where
// the body is handed over, that is none if no other attempt could follow one that
// is cut off.
func (r *run) bufferBody() int64 {
	if !r.call.ReadsWhole() && (!replays(r.hop) || !r.mayRepeat(r.hop)) {
		return 0
	}
	return r.policy.bufferBody()
}
