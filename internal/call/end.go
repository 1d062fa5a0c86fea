package call

import (
	"errors"
	"net/http"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/body"
	"example.com/outbound/internal/lifetime"
)

// This file is how a hop leaves the chain and how the call ends, in the order of that:
// the response is noted, it becomes the answer, and the end of its body ends the call.

// LeaveChain notes that the hop has left the chain.
func (c *Call) LeaveChain() { c.state.set(inFlight, false) }

// Answered notes a response that has reached the edge. The caller may change its
// header afterwards: where the header is read at the end of the call, a copy is
// kept.
func (c *Call) Answered(resp *http.Response, keepHeader bool) {
	keep := keepHeader || resp.StatusCode >= http.StatusBadRequest || isDeprecated(resp.Header) || c.KeepHeader != nil && c.KeepHeader(c)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.status = int16(resp.StatusCode) // below 1000
	if keep {
		c.ensureDetails().header = resp.Header.Clone()
	}
	if keepHeader {
		c.ensureDetails().answer = resp
	}
}

// isDeprecated reports whether the server says that the resource goes away (RFC
// 9745, RFC 8594).
func isDeprecated(h http.Header) bool { return h["Deprecation"] != nil || h["Sunset"] != nil }

// LimitStream lifts the bounds of the call that do not hold for a stream. With
// asked the caller has said that the answer is one; else its media type says so,
// and bounds that were given by name hold.
func (c *Call) LimitStream(asked bool) {
	c.state.set(streaming, true)
	if asked || !c.NamedTimeout && !c.Options.HasTimeout {
		c.Limit(0)
	}
}

// Deliver makes resp the call's answer: the end of its body ends the call. With
// native its body fails with the errors of the base.
func (c *Call) Deliver(resp *http.Response, native bool) {
	if b := bodyOf(resp); b != nil {
		if a, ok := b.Owner().(*Attempt); ok && a.call == c {
			f := final
			if native {
				f |= raw
			}
			a.mark(f)
			switch told := b.Recheck(); {
			case told: // read to its end, or broken, before it was the answer
				c.answerEnded(b.Delivered(), b.Err(), false)
			case isEmpty(a, resp) && !c.awaits(resp): // the caller need not close it
				b.Finish()
			}
			return
		}
	}
	b := &body.Body{} // a layer has wrapped the body of the attempt, or made the response
	b.Wrap(resp, &answer{c, native})
}

// answer owns the body of a response that is not an attempt's own: of a layer.
type answer struct {
	call   *Call
	native bool
}

func (o *answer) BodyScope() *lifetime.Scope   { return &o.call.Scope }
func (o *answer) BodyIdle() time.Duration      { return o.call.bodyIdle() }
func (o *answer) ReadError(err error) error    { return o.call.readError(nil, err, o.native) }
func (o *answer) BodyEnded(n int64, err error) { o.call.answerEnded(n, err, false) }

// bodyIdle is the longest time without a byte of a body of this call.
func (c *Call) bodyIdle() time.Duration {
	switch {
	case c.Options.HasIdle:
		return c.Options.Idle
	case (c.Options.Stream || c.state.has(streaming)) && !c.NamedIdle:
		return 0
	}
	return c.BodyIdle
}

// answerEnded ends the call with its last body, unless the body is that of a
// redirect which our own client follows. late says that the next hop has not come
// in time.
func (c *Call) answerEnded(n int64, err error, late bool) {
	c.mu.Lock()
	d := c.details
	if d != nil && d.following && !late {
		if n >= 0 {
			c.Bytes = n
		}
		c.mu.Unlock()
		return
	}
	if late && (d == nil || !d.following) {
		c.mu.Unlock()
		return // the next hop has come
	}
	c.mu.Unlock()
	if err == nil {
		c.finish(n, nil, false)
		return
	}
	c.finish(n, c.bodyFailed(err), false)
}

// bodyFailed is the typed error of a body whose reader has seen err.
func (c *Call) bodyFailed(err error) error {
	if e := c.copyOfDetails().bodyFailure; e != nil {
		return e
	}
	return err
}

// End ends the call: its contexts end, its bodies are closed, its observers are
// told. Only the first end of a call counts. err is nil for an answer.
func (c *Call) End(err error) { c.finish(-1, err, false) }

// EndWithHeaders ends the call and leaves its connection to the caller: after a
// 101 no bound and no context of the call ends it.
func (c *Call) EndWithHeaders() { c.finish(0, nil, true) }

// finish ends the call, once; every end of a call comes here. n is the length of its
// body, -1 if that is noted already. With keep the contexts of the call do not end.
func (c *Call) finish(n int64, err error, keep bool) {
	c.mu.Lock()
	if c.finished {
		c.mu.Unlock()
		return
	}
	c.finished = true
	if n >= 0 {
		c.Bytes = n
	}
	if d := c.details; d != nil && d.grace != nil {
		d.grace.Stop()
	}
	c.timed(err)
	c.mu.Unlock()
	defer c.Calls.callEnded()

	if keep {
		c.Detach()
	} else {
		c.Root.End()
	}
	if c.Fence != nil && c.Fence.stop != nil {
		c.Fence.stop()
	}
	defer c.runAtEnd()
	c.tellEnd(0, err)
}

// timed notes how long the call took, if it fails with err or has details: for them a
// failure may still be reported. The caller holds the lock.
func (c *Call) timed(err error) {
	if e, ok := errors.AsType[*httperror.Error](err); ok && e.Elapsed > 0 {
		c.ensureDetails().took = e.Elapsed
	} else if d := c.details; d != nil {
		d.took = c.Elapsed()
	}
}

// tellEnd tells the observers, from that of the index i on, that the call has
// ended. If one of them panics the others are told all the same.
func (c *Call) tellEnd(i int, err error) {
	defer func() {
		if i < len(c.Observers) {
			c.tellEnd(i+1, err)
		}
	}()
	for ; i < len(c.Observers); i++ {
		if f := c.Observers[i].End; f != nil {
			f(c, err)
		}
	}
}

func (c *Call) runAtEnd() {
	for _, f := range c.copyOfDetails().atEnd {
		f()
	}
}

// CleanUp ends a call whose hop has not left the chain because a layer panics. The
// bodies are closed.
func (c *Call) CleanUp() {
	if !c.state.has(inFlight) {
		return
	}
	if c.hop.Body != nil {
		_ = c.hop.Body.Close()
	}
	c.addInFlight()
	c.End(c.Fill(with(httperror.Unknown, errPanic)))
}

// EndUnless ends a call if done is false: its entry point has not returned, because a
// codec, a jar or a body of the caller's panics.
func (c *Call) EndUnless(done *bool) {
	if !*done {
		c.End(c.Fill(with(httperror.Unknown, errPanic)))
	}
}

var errPanic = errors.New("a layer or a function of the caller panicked")
