package call

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/evidence"
	"example.com/outbound/internal/lifetime"
	"example.com/outbound/internal/printable"
	"example.com/outbound/internal/sentence"
)

// This file has the sentences about the bounds of a call and of its attempts. The bounds
// themselves are those of package lifetime.

// CallersDeadline is the limit of a call that the deadline of its context has
// ended.
const CallersDeadline = "caller's deadline"

// TimeoutName begins the limit of a call that its own bound has ended.
const TimeoutName = "call timeout "

// endedBy is the error of a call whose context is over, of the kind k: which bound
// it was, and how far the call had come. err is what that did to the transport.
func (c *Call) endedBy(k httperror.Kind, a *Attempt, err error, reading bool) *httperror.Error {
	if c.Cause() == lifetime.Silent {
		return c.silent(a)
	}
	var text, limit string
	passed := c.waiting(a, reading) + c.place(a, reading)
	switch {
	case c.Cause() == lifetime.Expired:
		text, limit = fmt.Sprintf("the call timeout of %s passed%s", printable.Exact(c.Bound()), passed), c.TimeoutLimit()
		if reading {
			text += " (Timeout and WithTimeout set it, Stream() lifts it)"
		}
	case k == httperror.Deadline:
		text, limit = "the caller's deadline passed "+c.deadlineTime()+c.causeOf()+passed, c.callersLimit()
	default:
		text = "the caller canceled the call " + c.when() + c.causeOf() + passed
	}
	e := with(k, &sentence.Error{Text: text, Err: withCause(c.contextErr(), err)})
	e.Limit = limit
	return e
}

// TimeoutLimit is the limit of a call that its own bound has ended, "" without
// one.
func (c *Call) TimeoutLimit() string {
	if d := c.Bound(); d > 0 {
		return TimeoutName + printable.Exact(d)
	}
	return ""
}

// DeadlineLimit is the limit that the call's deadline is, as it is configured: the
// caller's, or the call's own bound.
func (c *Call) DeadlineLimit() string {
	own := c.Bound()
	ends, bounded := c.Deadline()
	if own > 0 && (!bounded || !ends.Before(c.Start().Add(own))) {
		return c.TimeoutLimit()
	}
	return c.callersLimit()
}

// callersLimit is the caller's deadline, as the time from the begin of the call.
func (c *Call) callersLimit() string {
	if left := c.callersTime(); left > 0 {
		return CallersDeadline + " " + printable.Exact(left)
	}
	return CallersDeadline
}

// callersTime is how much time the caller's deadline gave the call, 0 if that is not
// known.
func (c *Call) callersTime() time.Duration {
	ends, ok := c.Parent().Deadline()
	if !ok {
		return 0
	}
	return max(ends.Sub(c.Start()).Round(time.Millisecond), 0)
}

// deadlineTime says when the caller's deadline passed, by the number of its limit.
func (c *Call) deadlineTime() string {
	left := c.callersTime()
	if c.Sends() == 0 || left == 0 {
		return c.when()
	}
	return printable.Exact(left) + " after the call began"
}

// when says at what time of the call something happened.
func (c *Call) when() string {
	if c.Sends() == 0 {
		return "before the first attempt"
	}
	return printable.Duration(c.Elapsed()) + " after the call began"
}

// waiting says that the headers of the response had not begun, with a leading
// comma; "" if that is not known.
func (c *Call) waiting(a *Attempt, reading bool) string {
	if a == nil || reading {
		return ""
	}
	if e := a.evidence.Load(); e != nil && e.Written() && e.Phases().FirstByte == 0 {
		return ", while waiting for the response headers"
	}
	return ""
}

// causeOf names the cause that the caller has given to the end of its context, with a
// leading comma; "" if it has given none.
func (c *Call) causeOf() string {
	ctx := c.Parent()
	cause := context.Cause(ctx)
	if cause == nil || errors.Is(cause, context.Canceled) || errors.Is(cause, context.DeadlineExceeded) {
		return ""
	}
	if c.Cause() == lifetime.Expired {
		return ""
	}
	return ", with the cause " + strconv.Quote(c.Names.Error(cause).Error())
}

// cutBy is the error of an attempt that its own bounds have ended, nil if they
// have not.
func (a *Attempt) cutBy(reading bool) *httperror.Error {
	if a.is(stormy) {
		return with(httperror.Protocol, errResendStorm)
	}
	switch a.Cause() {
	case lifetime.Expired:
		return a.expired(reading)
	case lifetime.Silent:
		return a.call.silent(a)
	}
	return nil
}

// expired is the error of an attempt that has taken too long: for what.
func (a *Attempt) expired(reading bool) *httperror.Error {
	bound := printable.Exact(a.Bound())
	within := " within the attempt timeout of " + bound
	text, e := "no response headers"+within, a.evidence.Load()
	switch {
	case reading:
		text = "the body was not complete" + within + a.call.place(a, true)
	case e == nil:
	case !e.Connected():
		text = "no connection" + within
	case !e.Written():
		text = "the request was not written" + within
	}
	if p := progressOf(e); !reading && p != "" {
		text += " (" + p + ")"
	}
	failed := with(httperror.Timeout, &sentence.Error{Text: text, Err: errAttemptTimeout})
	failed.Limit = "attempt timeout " + bound
	return failed
}

// silent is the error of a body that stands still. Of the default bound, which the
// caller may not know of, it says how to change it.
func (c *Call) silent(a *Attempt) *httperror.Error {
	idle := printable.Exact(c.bodyIdle())
	text := "no byte for " + idle + c.place(a, true)
	if !c.NamedIdle && !c.Options.HasIdle {
		text += " (WithBodyIdleTimeout sets it, Stream() lifts it)"
	}
	e := with(httperror.Timeout, &sentence.Error{Text: text, Err: errBodyIdle})
	e.Limit = "body idle timeout " + idle
	return e
}

// place says how far an attempt had come, with a leading space: in its body, or
// else before the headers. "" if that is not known.
func (c *Call) place(a *Attempt, reading bool) string {
	switch {
	case a == nil:
		return ""
	case !reading:
		if p := progressOf(a.evidence.Load()); p != "" {
			return " (" + p + ")"
		}
		return ""
	}
	n, of := a.body.Fetched(), int64(c.length.Load())
	switch {
	case n == 0 && of == 0:
		return " before its first byte"
	case of == 0:
		return " after " + count(n)
	}
	return fmt.Sprintf(" after %d of %s", n, count(of))
}

// count is a number of bytes, all digits of it.
func count(n int64) string {
	if n == 1 {
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", n)
}

// progressOf says how far an attempt came: "connected in 3ms, request written". ""
// if nothing is known.
func progressOf(e *evidence.Evidence) string {
	if e == nil {
		return ""
	}
	p := e.Phases()
	if !e.Connected() {
		if p.DNS > 0 {
			return "name resolved in " + printable.Duration(p.DNS) + ", not connected"
		}
		return "not connected"
	}
	var parts []string
	switch took := p.DNS + p.Connect + p.TLS; {
	case p.Reused:
		parts = append(parts, "on a kept connection")
	case took > 0:
		parts = append(parts, "connected in "+printable.Duration(took))
	default:
		parts = append(parts, "connected")
	}
	if e.Written() {
		parts = append(parts, "request written")
	} else {
		parts = append(parts, "request not written whole")
	}
	if p.FirstByte > 0 {
		parts = append(parts, "first byte after "+printable.Duration(p.FirstByte))
	}
	return strings.Join(parts, ", ")
}
