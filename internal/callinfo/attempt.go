package callinfo

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"example.com/outbound/httperror"
)

// Why an attempt was ended before its time.
var (
	ErrAttemptTimeout = timeout("the attempt took too long")
	ErrBodyIdle       = timeout("the body stood still")
	ErrResendStorm    = errors.New("the connection was replaced again and again")
)

type timeout string

func (t timeout) Error() string { return string(t) }
func (t timeout) Timeout() bool { return true }

// Attempt is one send of a hop, and the context of its request.
type Attempt struct {
	scope
	Number int
	Wait   time.Duration
	Begun  time.Duration // since the beginning of the call

	call    *Call
	why     atomic.Pointer[error]     // why we ended it
	reached atomic.Bool               // the built-in base was entered
	conns   atomic.Int32              // connections it was given
	conn    atomic.Pointer[breakable] // the last of them
	trace   atomic.Pointer[httptrace.ClientTrace]
	body    Body
}

type attemptKey struct{}

// Border returns the record of a request at the border between the stages: nil
// outside a call, and nil inside an attempt, where another retry begins a call
// of its own.
func Border(ctx context.Context) *Call {
	if a, ok := ctx.Value(attemptKey{}).(*Attempt); ok && a.Number > 0 {
		return nil
	}
	return From(ctx)
}

// Value finds the record, and the trace that counts connections.
func (a *Attempt) Value(k any) any {
	if k == (attemptKey{}) {
		return a
	}
	if k == traceKey {
		if t := a.trace.Load(); t != nil {
			return t
		}
	}
	return a.call.Value(k)
}

// Deadline is the earlier of the call's deadline and the attempt's bound.
func (a *Attempt) Deadline() (time.Time, bool) { return a.call.earlier(&a.call.clock.attempt, a.call) }

// stop ends the attempt for a reason of ours.
func (a *Attempt) stop(why error) {
	if a.why.CompareAndSwap(nil, &why) {
		a.end(context.Canceled)
	}
}

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

// NothingSent reports whether the last attempt, which failed with err, proves
// that no byte of the request reached a server. On the built-in base the
// connections tell, on another one the type of the error.
func (c *Call) NothingSent(err error) bool {
	if a := c.current; a != nil && a.reached.Load() {
		return a.conns.Load() == 0 || httperror.RefusedStream(err)
	}
	return httperror.NothingSent(err)
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
