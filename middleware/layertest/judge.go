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

// rootOf is the innermost cause of err.
func rootOf(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

// notWhole says what is wrong with the body that arrived, "" for nothing. A
// layer that encodes the body says so in Content-Encoding, and then every
// attempt must be like the first.
func (x *exchange) notWhole(a *arrival) string {
	if !a.read || x.caller.body == nil {
		return ""
	}
	want := x.caller.body
	if a.req.Header.Get("Content-Encoding") != "" {
		want = x.base.arrivals()[0].body
	}
	switch {
	case a.readErr != nil:
		return "had a body that could not be read: " + a.readErr.Error()
	case !bytes.Equal(a.body, want):
		return fmt.Sprintf("had %d bytes that are not the %d of the body", len(a.body), len(want))
	case a.req.ContentLength > 0 && a.req.ContentLength != int64(len(a.body)):
		return fmt.Sprintf("promised %d bytes and had %d", a.req.ContentLength, len(a.body))
	}
	return ""
}

// notPassed says what of the caller's request did not arrive, "" for nothing.
func (x *exchange) notPassed(a *arrival) string {
	was := x.before
	deadline, bounded := was.shallow.Context().Deadline()
	at, has := a.ctx.Deadline()
	switch {
	case a.ctx.Value(contextKey{}) != was.shallow.Context().Value(contextKey{}):
		return "lost a value of the context"
	case bounded && (!has || at.After(deadline)):
		return "lost the deadline of the context"
	case a.req.Method != was.shallow.Method:
		return fmt.Sprintf("had the method %s, the caller's is %s", a.req.Method, was.shallow.Method)
	case a.req.URL.Host != was.url.Host || a.req.URL.EscapedPath() != was.url.EscapedPath():
		return fmt.Sprintf("went to %s%s", a.req.URL.Host, a.req.URL.EscapedPath())
	case !bytes.Contains([]byte(a.req.URL.RawQuery), []byte(unknownQuery)):
		return "lost a parameter of the query"
	case !slices.Equal(a.req.Header[unknownField], []string{"a", "b"}):
		return fmt.Sprintf("had %q in the field %s, the caller's has a and b", a.req.Header[unknownField], unknownField)
	}
	return ""
}
