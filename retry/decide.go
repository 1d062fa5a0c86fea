package retry

import (
	"net/http"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/callinfo"
	"example.com/outbound/internal/mark"
)

const none time.Duration = 0

// run is the state of one hop's attempts.
type run struct {
	call   *callinfo.Call
	policy *Policy
	method string
	free   bool   // there is no request: neither gate nor body
	budget string // origin, for the budget
	number int    // of the current attempt
	fails  [classes]int
}

// asks puts the attempt to When, exactly once. A mark on the error overrules
// the answer.
func (r *run) asks(a Attempt) bool {
	again := callinfo.Peek(a.Response, func() bool { return r.policy.when()(a) })
	switch mark.Of(a.Err) {
	case mark.Again:
		return true
	case mark.Never:
		return false
	}
	return again
}

// decide is the one place that says what happens after a failed attempt: the
// wait before the next one, or the reason why there is none. The first reason
// that holds is given.
func (r *run) decide(a Attempt, again bool) (time.Duration, Reason) {
	p := r.policy
	class := classOf(a)
	r.fails[class]++
	elapsed := r.call.Elapsed()
	limit := p.Limits.limit(class)
	switch {
	case a.Kind == httperror.Canceled:
		return 0, Canceled
	case !again:
		return 0, NotRetryable
	case !r.gate(a, class):
		return 0, MethodNotRetryable
	case !r.free && hasBody(a.Request) && a.Request.GetBody == nil:
		return 0, BodyNotReplayable
	case p.attempts() != Unlimited && r.number >= p.attempts():
		return 0, AttemptsExhausted
	case limit != nil && r.fails[class] > *limit:
		return 0, ClassExhausted
	case p.maxElapsed() != Unlimited && elapsed >= p.maxElapsed():
		return 0, ElapsedExhausted
	}
	wait, asked, ok := r.wait(a)
	left := time.Duration(1<<63 - 1)
	if p.maxElapsed() != Unlimited {
		left = p.maxElapsed() - elapsed
	}
	deadline, bounded := r.call.Deadline()
	switch {
	case ok && p.ElapsedMode == Before && wait >= left:
		return 0, ElapsedExhausted
	case !ok:
		return 0, WaitsExhausted
	case asked && p.ElapsedMode == Clip && wait > left:
		return 0, RetryAfterTooLong
	}
	if p.ElapsedMode == Clip {
		wait = min(wait, left)
	}
	switch {
	case bounded && wait >= time.Until(deadline):
		return 0, DeadlineTooClose
	case !p.Budget.spend(r.budget):
		return 0, BudgetExhausted
	}
	return wait, ""
}

// gate lets a request pass that may be sent twice: by its method, by the
// caller's word, or because nothing of it can have been processed.
func (r *run) gate(a Attempt, class class) bool {
	return r.free || r.policy.allows(r.method) || r.call.Options.Idempotent ||
		a.Request.Header.Get("Idempotency-Key") != "" ||
		a.Err != nil && (class == classConnect || r.call.NothingSent(a.Err) || mark.Of(a.Err) == mark.Again)
}

// wait is what to wait after attempt a: the computed wait, or the server's wish
// if that is longer (asked). ok is false when the waits are used up.
func (r *run) wait(a Attempt) (wait time.Duration, asked, ok bool) {
	p := r.policy
	wait, ok = p.wait()(r.number)
	wait = max(p.jitter()(max(wait, 0), p.rand()()), 0)
	if p.MaxWait > 0 {
		wait = min(wait, p.MaxWait)
	}
	if a.Response != nil && !p.IgnoreRetryAfter {
		if wish, has := retryAfter(a.Response.Header, time.Now()); has && min(wish, p.maxRetryAfter()) >= wait {
			return min(wish, p.maxRetryAfter()), true, ok
		}
	}
	return max(wait, p.MinWait), false, ok
}

// kind is "" for an answer, else the kind of the status or error.
func (r *run) kind(resp *http.Response, err error) httperror.Kind {
	if err != nil {
		return httperror.Classify(err)
	}
	return r.call.KindOf(resp)
}

// origin is the budget's key for req, "" without a budget.
func origin(p *Policy, req *http.Request) string {
	if p.Budget == nil {
		return ""
	}
	if req.URL.Scheme == "https" {
		return req.URL.Host
	}
	return req.URL.Scheme + "://" + req.URL.Host
}
