package call

import (
	"context"
	"net/http"
	"time"

	"example.com/outbound/internal/evidence"
)

// This file is the way of an attempt from the retry layer to the base, in its order:
// [Call.Send] begins it, and [Sending] is called when the request leaves the chain. When
// the base has returned, [TrustTexts] or [HoldResponse] is called; what becomes of the
// attempt then is in outcome.go.

// Send makes one attempt of req through next. wait is the time slept before it;
// ahead is how many bytes of the response's body may be read inside the attempt.
//
// It returns a response or an [*httperror.Error]. A response of 400 to 599
// whose body breaks stays a response.
func (c *Call) Send(next http.RoundTripper, req *http.Request, wait time.Duration, ahead int64) (*Attempt, *http.Response, error) {
	a, req := c.beginAttempt(req, wait)
	resp, err := next.RoundTrip(req) // this frame is kept small: each call in flight has it on its stack
	return c.finishAttempt(a, req, resp, err, ahead)
}

// beginAttempt makes the next attempt, of which the first is part of the record, and
// its request: the one that entered the chain if that was made for this attempt, else a
// copy without the credentials of the attempt before. An attempt that begins after the
// end of the call is over at once.
func (c *Call) beginAttempt(req *http.Request, wait time.Duration) (*Attempt, *http.Request) {
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
	if req.Context() == ctx { // Hop has made it for this attempt
		c.onHop = c.own == req
	} else {
		injected := c.injected // before copy: credentials that the first attempt has left
		req = c.copy(ctx, req)
		if injected != nil {
			c.copyHeader(req)
			delete(req.Header, injected.Name)
		}
	}
	hasJar := c.details != nil && c.details.jar != nil
	c.mu.Unlock()
	if hasJar {
		req = c.WithCookies(req)
	}
	return a, req
}

// Sending notes that the request of an attempt is about to be given to the base,
// and returns the request to send. With netHTTP the base is net/http's, and the
// evidence of the attempt is gathered. Outside an attempt it returns req.
func Sending(req *http.Request, netHTTP bool) *http.Request {
	a := AttemptOf(req.Context())
	if a == nil {
		return req
	}
	a.mark(reached)
	if !netHTTP {
		return req
	}
	e := a.evidence.Load()
	if e == nil {
		e = evidence.New(a, !evidence.Traced(req.Context()))
		if !a.evidence.CompareAndSwap(nil, e) {
			e = a.evidence.Load()
		}
	}
	return e.Pass(req)
}

// TrustTexts notes that the errors of the base are net/http's, so that errors without a
// type are classified by their texts.
func TrustTexts(req *http.Request) {
	if a := AttemptOf(req.Context()); a != nil {
		a.mark(texts)
	}
}

// HoldResponse makes the attempt of req the owner of resp before a layer sees the
// response: if a layer loses it on the way, its body is closed with the call.
func HoldResponse(req *http.Request, resp *http.Response) {
	if a := AttemptOf(req.Context()); a != nil && resp.StatusCode != http.StatusSwitchingProtocols {
		a.body.Hold(resp, a)
	}
}
