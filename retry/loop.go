package retry

import (
	"net/http"
	"time"

	"example.com/outbound/internal/callinfo"
)

// run is the state of one hop's attempts, or of one [Do].
type run struct {
	call   *callinfo.Call
	policy *Policy
	method string
	origin origin // for the budget
	free   bool   // there is no request: neither gate nor body
	number int    // of the current attempt
	fails  [classes]int
}

// loop sends req until an answer comes or a reason to stop.
func (r *run) loop(next http.RoundTripper, req *http.Request) (*http.Response, error) {
	p := r.policy
	for wait := time.Duration(0); ; {
		r.number++
		r.tell(Event{Type: Try})
		resp, err := r.call.Send(next, req, wait, p.bufferBody())

		a := Attempt{Number: r.number, Request: req, Response: resp, Err: err, Kind: r.kind(resp, err), ignoreRetryAfter: p.IgnoreRetryAfter}
		again := r.asks(a)
		if err == nil && a.Kind == "" && !again {
			p.Budget.refund(r.origin)
			r.tell(Event{Type: Success, Status: resp.StatusCode})
			return resp, nil
		}
		var reason Reason
		if wait, reason = r.decide(a, again); reason != "" {
			return r.giveUp(a, reason)
		}
		if req, err = rewind(req); err != nil {
			return r.giveUp(a, BodyNotReplayable)
		}
		r.backoff(a, wait)
		r.call.Discard(resp)
		if err := r.call.Sleep(wait); err != nil {
			closeBody(req)
			return nil, r.interrupted(err)
		}
	}
}
