package retry

import (
	"cmp"
	"context"
	"errors"
	"math"
	"net/http"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/mark"
	"example.com/outbound/internal/retryafter"
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
	stopped := r.whyStopped()
	expired := errors.Is(stopped, context.DeadlineExceeded)
	switch {
	case a.Kind == httperror.Canceled || stopped != nil && !expired:
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
	wait, wish, ok := r.waitAfter(a)
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

// waitAfter is how long to wait after attempt a: the computed wait, or the server's
// Retry-After if that is longer, to which MinWait does not apply. wish is that
// Retry-After, 0 without one. ok is false when Wait has no further wait.
func (r *run) waitAfter(a Attempt) (wait, wish time.Duration, ok bool) {
	p := r.policy
	if wait, ok = p.wait()(r.number); ok {
		wait = max(p.jitter()(max(wait, 0), p.rand()()), 0)
	} else {
		wait = 0
	}
	if p.MaxWait > 0 {
		wait = min(wait, p.MaxWait)
	}
	if wish = r.wish(a); wish > wait {
		return wish, wish, ok
	}
	return max(wait, p.MinWait), wish, ok
}

// wish is the Retry-After of the response to a, cut at MaxRetryAfter.
func (r *run) wish(a Attempt) time.Duration {
	if a.Response == nil || r.policy.IgnoreRetryAfter {
		return 0
	}
	wish, _ := retryafter.Of(a.Response.Header, time.Now())
	return min(wish, r.policy.maxRetryAfter())
}

// wantsRetry asks When about the attempt, exactly once. A mark on the error overrules
// the answer.
func (r *run) wantsRetry(a Attempt) bool {
	var again bool
	if r.policy.When == nil { // Transient does not read the body
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

// gate reports whether the request may be sent again: by its method, by an option of
// the caller, or because no server can have processed it.
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

// outer is the context of the hop: that of the call, or one that a layer outside
// retry has derived from it.
func (r *run) outer() context.Context {
	if r.isFunc {
		return r.call
	}
	return r.call.Outer(r.hop)
}

// whyStopped is the error of the context that lets no further attempt begin, nil if
// one can.
func (r *run) whyStopped() error { return cmp.Or(r.call.Err(), r.outer().Err()) }

// bound is the earlier of the deadlines of the call and of the hop.
func (r *run) bound() (time.Time, bool) {
	d, ok := r.call.Deadline()
	if other, bounded := r.outer().Deadline(); bounded && (!ok || other.Before(d)) {
		return other, true
	}
	return d, ok
}

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
