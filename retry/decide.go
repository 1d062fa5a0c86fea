package retry

import (
	"context"
	"errors"
	"math"
	"net/http"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/mark"
)

// decide is the one place that says what happens after a failed attempt: the
// wait before the next one, or the reason why there is none. The first reason
// that holds is given. again is the answer of [run.wantsRetry].
func (r *run) decide(a Attempt, again bool) (time.Duration, Reason) {
	p, class := r.policy, classOf(a)
	r.fails[class]++
	limit := p.Limits.limit(class)
	left, mode := p.left(r.call.Elapsed())
	r.at = facts{class: class, left: left}
	ended := r.ended()
	expired := errors.Is(ended, context.DeadlineExceeded)
	switch {
	case a.Kind == httperror.Canceled || ended != nil && !expired:
		return 0, Canceled
	case expired:
		return 0, DeadlineTooClose
	case !again:
		return 0, NotRetryable
	case !r.gate(a):
		return 0, MethodNotRetryable
	case !r.isFunc && !replays(a.Request):
		return 0, BodyNotReplayable
	case p.attempts() != Unlimited && r.number >= p.attempts():
		return 0, AttemptsExhausted
	case limit != nil && int(r.fails[class]) > *limit:
		return 0, ClassExhausted
	case left <= 0:
		return 0, ElapsedExhausted
	}
	wait, wish, ok := r.wait(a)
	r.at.wait, r.at.wish = wait, wish
	switch {
	case mode == Before && wait >= left:
		return 0, ElapsedExhausted
	case !ok:
		return 0, WaitsExhausted
	case mode == Clip && wish > left: // never cut to fit
		return 0, RetryAfterTooLong
	case mode == Clip:
		wait = min(wait, left)
	}
	r.hold = r.askHold()
	r.at.wait = wait
	deadline, bounded := r.bound()
	switch {
	case bounded && wait >= time.Until(deadline):
		return 0, DeadlineTooClose
	case r.hold > wait && !r.fits(r.hold):
		return 0, Held
	case !p.Budget.spend(r.origin()): // last: only what would be repeated is charged
		return 0, BudgetExhausted
	}
	return max(wait, r.hold), ""
}

// wantsRetry puts the attempt to When, exactly once. A mark on the error overrules
// the answer.
func (r *run) wantsRetry(a Attempt) bool {
	var again bool
	if r.policy.When == nil { // which does not look into the body
		again = Transient(a)
	} else {
		again = call.Peek(a.Response, func() bool { return r.policy.When(a) })
	}
	switch mark.Of(a.Err) {
	case mark.Again:
		return true
	case mark.Never:
		return false
	}
	return again
}

// gate lets a request pass that may be sent twice: by its method, by an
// option of the caller, or because nothing of it can have been processed.
func (r *run) gate(a Attempt) bool {
	return r.isFunc || r.mayRepeat(a.Request) || a.Err != nil && (mark.Of(a.Err) == mark.Again || r.sent.NotSent())
}

// mayRepeat reports whether req may be sent twice, whatever became of it.
func (r *run) mayRepeat(req *http.Request) bool {
	return r.policy.allows(req.Method) || r.call.Options.Idempotent || req.Header.Get("Idempotency-Key") != ""
}

// left is the time left within MaxElapsed and what becomes of a wait that ends
// after it. Without a bound it is taken whole.
func (p *Policy) left(elapsed time.Duration) (time.Duration, ElapsedMode) {
	if p.maxElapsed() == Unlimited {
		return math.MaxInt64, After
	}
	return p.maxElapsed() - elapsed, p.ElapsedMode
}

// kind is "" for an answer, else the kind of the status or error.
func (r *run) kind(resp *http.Response, err error) httperror.Kind {
	if err != nil {
		return httperror.Classify(err)
	}
	return r.call.KindOf(resp)
}
