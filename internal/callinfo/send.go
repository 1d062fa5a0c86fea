package callinfo

import (
	"context"
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
	a := c.begin(wait)
	resp, err := either(next.RoundTrip(c.outgoing(a, req)))
	if err != nil {
		return nil, c.failed(a, err)
	}
	body := a.wrap(resp)
	if c.Options.Stream && c.KindOf(resp) == "" {
		buffer = 0
	}
	if err := body.readAhead(buffer, resp); err != nil && c.KindOf(resp) == "" {
		body.Close()
		return nil, c.failed(a, err)
	}
	c.set(&c.clock.attempt, 0)
	c.record(a, resp.StatusCode, c.KindOf(resp))
	return resp, nil
}

// begin makes the next attempt; the first is part of the record.
func (c *Call) begin(wait time.Duration) *Attempt {
	c.mu.Lock()
	c.sends++
	n := c.sends
	c.mu.Unlock()
	a := &c.first
	if n > 1 {
		a = &Attempt{}
	}
	a.parent, a.call, a.Wait, a.Begun, a.Number = c, c, wait, c.Elapsed(), n
	c.clock.mu.Lock()
	c.current = a
	c.clock.mu.Unlock()
	return a
}

// failed types err, and notes and ends the attempt.
func (c *Call) failed(a *Attempt, err error) error {
	c.set(&c.clock.attempt, 0)
	e := c.typed(a, err)
	c.record(a, e.StatusCode, e.Kind)
	a.end(context.Canceled)
	return e
}

func (c *Call) record(a *Attempt, status int, kind httperror.Kind) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.history == nil {
		c.history = c.inline[:0]
	}
	c.history = append(c.history, httperror.Attempt{
		Number: a.Number, StatusCode: status, Kind: kind, Wait: a.Wait, Duration: c.Elapsed() - a.Begun,
	})
}

var errNeither = errors.New("a layer returned neither a response nor an error")

// either makes what a layer returns a response or an error, never both or none.
func either(resp *http.Response, err error) (*http.Response, error) {
	switch {
	case err != nil && resp != nil:
		if resp.Body != nil {
			_ = resp.Body.Close()
		}
		return nil, err
	case err == nil && resp == nil:
		return nil, errNeither
	}
	return resp, err
}

// Pass sends req through the chain as the edge does.
func Pass(chain http.RoundTripper, req *http.Request) (*http.Response, error) {
	return either(chain.RoundTrip(req))
}
