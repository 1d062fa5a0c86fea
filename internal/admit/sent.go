package admit

import (
	"net/http"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
	"example.com/outbound/observe"
	"example.com/outbound/retry"
)

// sent is what one request holds until its outcome is known: the permit of the
// breaker, and the slot.
type sent struct {
	admission *Admission
	permit    breaker.Permit
	slot      limit.Slot
	begun     time.Time
	ran       time.Duration // to the headers or the failure
	away      bool          // somebody else ends it
}

// answered reports a response. What the outcome still depends on leaves the
// stack: only then it costs an allocation.
func (a *Admission) answered(req *http.Request, resp *http.Response, s *sent) *http.Response {
	if a.gate != nil {
		a.hooks.changed(req, a.gate.Learn(req, resp))
	}
	s.endSlotEarly(req, resp)
	if a.hooks.Follow != nil && (a.breaker != nil || s.slot.Held()) {
		if s.away = a.hooks.Follow(req, resp, &Pending{sent: *s}); s.away {
			return resp
		}
	}
	s.judge(a.hooks.attempt(req, resp, nil), a.timeout(req))
	if s.slot.Held() {
		s.away = true
		resp.Body = &body{ReadCloser: resp.Body, sent: *s}
	}
	return resp
}

// endSlotEarly frees the slot of a response whose body keeps no connection busy
// for this client: it is empty, or a stream.
func (s *sent) endSlotEarly(req *http.Request, resp *http.Response) {
	if resp.Body == nil || resp.Body == http.NoBody || resp.StatusCode == http.StatusSwitchingProtocols ||
		s.admission.hooks.Streams != nil && s.admission.hooks.Streams(req, resp) {
		s.slot.Answered(s.ran, loadOf(resp, ""))
		s.slot.Release()
	}
}

// end frees the slot, and the permit if no outcome was reported.
func (s *sent) end() {
	s.permit.Release()
	s.slot.Release()
}

// unwind ends what a panic beneath has left.
func (s *sent) unwind() {
	if !s.away {
		s.end()
	}
}

// judge reports the outcome, and tells observers what that has changed.
func (s *sent) judge(a retry.Attempt, timeout time.Duration) {
	s.admission.hooks.changed(a.Request, s.report(a, timeout))
}

// report tells the breaker and an adaptive limit of the outcome, once.
func (s *sent) report(a retry.Attempt, timeout time.Duration) *observe.StateChange {
	s.slot.Answered(s.ran, loadOf(a.Response, a.Kind))
	return s.permit.Report(breaker.Outcome{Attempt: a, Ran: s.ran, Timeout: timeout})
}

// loadOf is what an outcome says about the load of the origin.
func loadOf(resp *http.Response, kind httperror.Kind) limit.Load {
	switch {
	case resp == nil && kind == httperror.Timeout:
		return limit.Overloaded
	case resp == nil:
		return limit.Unknown
	case resp.StatusCode == http.StatusTooManyRequests, resp.StatusCode == http.StatusServiceUnavailable:
		return limit.Overloaded
	}
	return limit.Good
}
