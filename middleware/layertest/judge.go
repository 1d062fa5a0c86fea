package layertest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
)

// judge puts an exchange to the rules.
func (r *report) judge(x *exchange) {
	o := x.outcome
	if x.late {
		r.fail(endsWithContext, x.name, fmt.Sprintf("it was still at it %v after its context had ended", bound))
		return
	}
	if o.panics != nil {
		r.fail(doesNotPanic, x.name, fmt.Sprintf("it panicked: %v", o.panics))
		return
	}
	if what := x.whatChanged(); what != "" {
		r.fail(leavesRequest, x.name, what)
	}
	switch {
	case o.resp != nil && o.err != nil:
		r.fail(oneOutcome, x.name, "it returned a response and an error")
	case o.resp == nil && o.err == nil:
		r.fail(oneOutcome, x.name, "it returned neither a response nor an error")
	case o.resp != nil && o.resp.Body == nil:
		r.fail(oneOutcome, x.name, "it returned a response whose Body is nil")
	}
	if !r.within(x.sent.allClosed) {
		r.fail(closesRequest, x.name, x.sent.open().origin+" was not closed")
	}
	if !r.within(x.got.allClosed) {
		r.fail(closesDropped, x.name, "the body of "+x.got.open().origin+" was not closed")
	}
	if !r.within(func() bool { return !running(x.token) }) {
		r.fail(leavesNothing, x.name, "a goroutine was still there after the response was closed or the error returned")
	}
	for i, a := range x.base.arrivals() {
		if what := x.notWhole(a); what != "" {
			r.fail(sendsWhole, x.name, attempt(i)+" "+what)
		}
		if what := x.notPassed(a); what != "" {
			r.fail(passesOn, x.name, attempt(i)+" "+what)
		}
	}
	r.judgeAnswer(x)
}

// judgeAnswer compares what the base gave last and what the caller got.
func (r *report) judgeAnswer(x *exchange) {
	o, a := x.outcome, x.last()
	switch {
	case a == nil || x.context.Err() != nil:
	case o.err != nil:
		if a.err != nil && !errors.Is(o.err, rootOf(a.err)) {
			r.fail(passesOn, x.name, fmt.Sprintf("the cause is lost: errors.Is does not find %q in %q", rootOf(a.err), o.err))
		}
	case o.resp == nil || a.resp == nil || o.resp.StatusCode != a.resp.StatusCode: // its own
	case !slices.Equal(o.resp.Header[unknownField], a.header[unknownField]):
		r.fail(passesOn, x.name, fmt.Sprintf("the response's field %s is %q, was %q", unknownField, o.resp.Header[unknownField], a.header[unknownField]))
	case errors.Is(o.readErr, context.Canceled) || errors.Is(o.readErr, context.DeadlineExceeded):
		r.fail(keepsReadable, x.name, "the body could not be read after RoundTrip had returned: "+o.readErr.Error())
	case o.readErr == nil && !x.script.unread && !bytes.Equal(o.body, a.answer):
		r.fail(passesOn, x.name, fmt.Sprintf("the response's body is %q, was %q", o.body, a.answer))
	}
}
