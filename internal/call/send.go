package call

import (
	"context"
	"errors"
	"math"
	"net/http"
	"time"

	"example.com/outbound/httperror"
)

// Send makes one attempt of req through next. wait is the time slept before it;
// ahead is how many bytes of the response's body may be read inside the attempt.
//
// It returns a response or an [*httperror.Error]. A response of 400 to 599
// whose body breaks stays a response.
func (c *Call) Send(next http.RoundTripper, req *http.Request, wait time.Duration, ahead int64) (*Attempt, *http.Response, error) {
	a, req := c.begin(req, wait)
	resp, err := next.RoundTrip(req)
	return c.outcomeOf(a, req, resp, err, ahead)
}

// outcomeOf keeps the frame of Send small: it is on the stack while the request is
// in flight.
func (c *Call) outcomeOf(a *Attempt, req *http.Request, resp *http.Response, err error, ahead int64) (*Attempt, *http.Response, error) {
	resp, err = c.settle(a, req, resp, err, ahead)
	return a, resp, err
}

// begin makes the next attempt, of which the first is part of the record, and
// its request. An attempt that begins after the end of the call is over at once.
func (c *Call) begin(req *http.Request, wait time.Duration) (*Attempt, *http.Request) {
	c.mu.Lock()
	a := &c.first
	if a.number != 0 {
		a = new(Attempt)
	}
	c.number++
	a.call, a.number, a.wait = c, c.number, wait
	if c.Options.Native {
		c.ensureDetails().native = nil
	}
	c.mu.Unlock()
	c.Add(&a.Scope)
	a.Guard(a)
	ctx := context.Context(a)
	if outer := c.Outer(req); outer != context.Context(c) {
		ctx = a.within(outer)
	}
	c.mu.Lock()
	req = c.outgoing(ctx, req)
	c.mu.Unlock()
	return a, c.WithCookies(req)
}

// settle makes of what the layers have returned a response whose body belongs to
// the attempt, or a typed error.
func (c *Call) settle(a *Attempt, req *http.Request, resp *http.Response, err error, ahead int64) (*http.Response, error) {
	if resp, err = ExactlyOne(resp, err); err != nil {
		return nil, c.failed(a, err, false)
	}
	c.KeepCookies(req, resp)
	if resp.StatusCode == http.StatusSwitchingProtocols { // the body is the connection, and the caller's
		c.record(a, resp.StatusCode, nil, true)
		a.Limit(0)
		a.end(true)
		return resp, nil
	}
	kind := c.KindOf(resp)
	c.announced(resp)
	a.body.Wrap(resp, a)
	if limit := c.aheadOf(a, req, resp, kind, ahead); limit > 0 {
		if err := a.body.ReadAhead(limit, lengthOf(req, resp)); err != nil && kind == "" {
			a.read(req, nil, err)
			return nil, c.failed(a, err, true)
		}
	}
	a.read(req, resp, nil)
	c.record(a, resp.StatusCode, nil, true)
	a.Limit(0)
	return resp, nil
}

// announced notes the length of the body of resp, for the error of one that breaks.
func (c *Call) announced(resp *http.Response) {
	n := max(resp.ContentLength, 0)
	if n > math.MaxUint32 {
		n = 0
	}
	c.length.Store(uint32(n)) // checked
}

// failed types err, and notes and ends the attempt. With answered a response has
// come, and only its body has failed.
func (c *Call) failed(a *Attempt, err error, answered bool) error {
	e := c.typed(a, err, false)
	if a.is(refused) || isRefusal(e.Kind) {
		c.refused(a)
	} else {
		status := e.StatusCode
		if e.Kind == httperror.Auth { // that of another server
			status = 0
		}
		c.record(a, status, e, answered)
	}
	a.abandon()
	return e
}

// isRefusal reports whether the kind says that the client itself did not send the
// request.
func isRefusal(kind httperror.Kind) bool {
	return kind == httperror.CircuitOpen || kind == httperror.Limited || kind == httperror.Blocked
}

// refused takes back the number of a send that was refused: it is no attempt.
func (c *Call) refused(a *Attempt) {
	c.mu.Lock()
	defer c.mu.Unlock()
	a.flags |= settled | recorded | notSent
	a.took = c.Elapsed() - a.Begun()
	if c.number == a.number {
		c.number--
	}
	c.delivery.add(httperror.NotSent)
}

// record notes what came of an attempt.
func (c *Call) record(a *Attempt, status int, failure *httperror.Error, answered bool) {
	took := c.Elapsed() - a.Begun()
	sent := httperror.Answered
	if !answered {
		sent = deliveryOf(a, failure)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	a.flags |= settled
	a.took, a.status, a.failure = took, int16(status), failure // below 1000
	if sent == httperror.NotSent {
		a.flags |= notSent
	}
	c.delivery.add(sent)
	if c.settled++; a == &c.first && c.settled == 1 {
		return // it is in the history once there is another one
	}
	if f := &c.first; f.flags&settled != 0 && f.flags&recorded == 0 {
		f.flags |= recorded
		c.ensureDetails().past.add(c.outcome(f))
	}
	if a.flags&recorded == 0 {
		a.flags |= recorded
		c.ensureDetails().past.add(c.outcome(a))
	}
}

// outcome is the attempt as the history has it. The caller holds the lock.
func (c *Call) outcome(a *Attempt) httperror.Attempt {
	out := httperror.Attempt{Number: int(a.number), StatusCode: int(a.status), Wait: a.wait, Duration: a.took}
	if a.failure != nil && a.flags&bodyFailed == 0 {
		out.Kind = a.failure.Kind
	} else if a.status >= http.StatusBadRequest && !c.Allowed(int(a.status)) {
		out.Kind = httperror.KindOfStatus(int(a.status))
	}
	if e := a.evidence.Load(); e != nil {
		out.Resent = e.Resent()
		switch out.Kind {
		case httperror.DNS, httperror.Connect, httperror.TLS, httperror.Proxy: // which say that there was no connection
		default:
			if a.failure != nil {
				out.Progress = progressOf(e)
			}
		}
	}
	return out
}

// History is what came of the attempts that are over: all of them, or the first
// and the last ones of a long row.
func (c *Call) History() []httperror.Attempt {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.settled == 0 {
		return nil
	}
	if c.settled == 1 && c.first.flags&(settled|recorded) == settled {
		return []httperror.Attempt{c.outcome(&c.first)}
	}
	return c.ensureDetails().past.list()
}

var errNeither = errors.New("a layer returned neither a response nor an error")

// ExactlyOne makes what a layer returns a response or an error, never both and
// never neither.
func ExactlyOne(resp *http.Response, err error) (*http.Response, error) {
	if (resp == nil) != (err == nil) {
		return resp, err
	}
	if err == nil {
		return nil, errNeither
	}
	if resp.Body != nil {
		_ = resp.Body.Close()
	}
	return nil, err
}
