package callinfo

import (
	"errors"
	"net/http"
	"time"

	"example.com/outbound/httperror"
)

// Send makes one attempt of req through next. wait is the time slept before
// it; buffer is how many bytes of the response's body are read inside the
// attempt.
//
// It returns a response or an [*httperror.Error]. A response of 400 to 599
// whose body breaks stays a response.
func (c *Call) Send(next http.RoundTripper, req *http.Request, wait time.Duration, buffer int64) (*http.Response, error) {
	a, req := c.begin(req, wait)
	resp, err := next.RoundTrip(req)
	return c.settle(a, resp, err, buffer)
}

// begin makes the next attempt, of which the first is part of the record, and
// its request. One that begins after the end of the call is over at once.
func (c *Call) begin(req *http.Request, wait time.Duration) (*Attempt, *http.Request) {
	now := c.Elapsed()
	c.mu.Lock()
	c.number++
	a := &c.first
	if c.number > 1 {
		a = new(Attempt)
	}
	a.call, a.number, a.wait, a.begun = c, c.number, wait, now
	a.before = c.current
	for a.before != nil && a.before.ending != going {
		a.before = a.before.before
	}
	c.current = a
	var hooks *hook
	if c.ending != going {
		hooks = a.end(c.ending)
	}
	req = c.outgoing(a, req)
	c.mu.Unlock()
	tell(hooks)
	return a, req
}

// settle is what came of an attempt.
func (c *Call) settle(a *Attempt, resp *http.Response, err error, buffer int64) (*http.Response, error) {
	if resp, err = Either(resp, err); err != nil {
		return nil, c.failed(a, err)
	}
	kind := c.KindOf(resp)
	body := a.wrap(resp)
	if c.Options.Stream && kind == "" {
		buffer = 0
	}
	if err := body.readAhead(buffer, resp); err != nil && kind == "" {
		_ = body.Close()
		return nil, c.failed(a, err)
	}
	c.record(a, resp.StatusCode, kind)
	return resp, nil
}

// failed types err, and notes and ends the attempt.
func (c *Call) failed(a *Attempt, err error) error {
	c.bound(&c.bounds.attempt, 0)
	e := c.typed(a, err)
	c.record(a, e.StatusCode, e.Kind)
	c.mu.Lock()
	m := c.more()
	m.failed = append(m.failed, failure{e, a})
	c.mu.Unlock()
	a.leave()
	return e
}

// record notes what came of an attempt, and lifts its bound.
func (c *Call) record(a *Attempt, status int, kind httperror.Kind) {
	now := c.Elapsed()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bounds.attempt = 0
	if c.settled++; c.settled > 1 {
		m := c.more()
		m.past = append(m.past, c.last)
	}
	c.last = httperror.Attempt{Number: int(a.number), StatusCode: status, Kind: kind, Wait: a.wait, Duration: now - a.begun}
}

// history is what came of all attempts that are over.
func (c *Call) history() []httperror.Attempt {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.settled == 0 {
		return nil
	}
	out := make([]httperror.Attempt, 0, c.settled)
	if c.rare != nil {
		out = append(out, c.rare.past...)
	}
	return append(out, c.last)
}

// ErrNeither is the error of a layer or a base that returns nothing.
var ErrNeither = errors.New("a layer returned neither a response nor an error")

// Either makes what a layer returns a response or an error, never both or none.
func Either(resp *http.Response, err error) (*http.Response, error) {
	if (resp == nil) != (err == nil) {
		return resp, err
	}
	return odd(resp, err)
}

func odd(resp *http.Response, err error) (*http.Response, error) {
	if err == nil {
		return nil, ErrNeither
	}
	if resp.Body != nil {
		_ = resp.Body.Close()
	}
	return nil, err
}
