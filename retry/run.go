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

// after decides what follows an attempt. It returns the request to send next, after
// the wait, or a nil request and the outcome of the hop.
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

// drop discards the response that was kept.
func (r *run) drop() {
	r.call.Discard(r.last.Response)
	r.last.Response = nil
}

// succeed gives the budget its share of a success, and announces that.
func (r *run) succeed(resp *http.Response) {
	r.policy.Budget.refund(r.origin())
	r.emit(Event{Type: Success, Status: status(resp)})
}

// bufferBody is how many bytes of a response are read inside the attempt. If the
// caller reads the body, it is 0 where no other attempt could follow one that is cut
// off.
func (r *run) bufferBody() int64 {
	if !r.call.ReadsWhole() && (!replays(r.hop) || !r.mayRepeat(r.hop)) {
		return 0
	}
	return r.policy.bufferBody()
}

func hasBody(req *http.Request) bool { return req.Body != nil && req.Body != http.NoBody }

// replays reports whether the body of req can be sent once more: every attempt
// sends the identical bytes or is not made.
func replays(req *http.Request) bool { return !hasBody(req) || req.GetBody != nil }

// rewind returns a copy of req with its body from the start.
func rewind(req *http.Request) (*http.Request, error) {
	if !hasBody(req) {
		return req, nil
	}
	body, err := req.GetBody()
	if err != nil {
		return nil, err
	}
	again := req.WithContext(req.Context())
	again.Body = body
	return again, nil
}

func closeBody(req *http.Request) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
}
