package callinfo

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/redact"
)

// Typed returns err as the call's error: the kind is decided by the contexts
// first, since one error text serves the caller's deadline, the attempt's
// timeout and net/http's own timers alike.
func (c *Call) Typed(err error) *httperror.Error { return c.typed(c.current, err) }

// TypedFor is [Call.Typed] for what became of req: its own attempt is asked, of
// which a layer may have begun two at once.
func TypedFor(req *http.Request, err error) *httperror.Error {
	if a := attemptOf(req.Context()); a != nil {
		return a.call.typed(a, err)
	}
	return From(req.Context()).Typed(err)
}

func (c *Call) typed(a *Attempt, err error) *httperror.Error {
	var inner *httperror.Error
	if errors.As(err, &inner) {
		return c.error(inner.Kind, redact.Error(err))
	}
	if k := c.ended(); k != "" {
		return c.error(k, because(c.cause(), redact.Error(err)))
	}
	if why := a.cutBy(); why != 0 {
		return c.error(why.cause())
	}
	kind := httperror.Classify(err)
	switch kind {
	case httperror.Deadline: // a layer's own: the call's is alive
		kind = httperror.Timeout
	case httperror.Canceled:
		kind = httperror.Unknown
	case httperror.Protocol:
		if a.brokeOff() { // the head was cut, whatever the parser makes of it
			kind = httperror.Reset
		}
	}
	return c.error(kind, alive(redact.Error(err)))
}

// ended is the kind of failure that the contexts say, "" while they live.
func (c *Call) ended() httperror.Kind {
	if c.expired() {
		return httperror.Deadline
	}
	switch err := c.parent.Err(); {
	case err == nil:
		return ""
	case errors.Is(err, context.DeadlineExceeded):
		return httperror.Deadline
	}
	return httperror.Canceled
}

// expired reports whether the call has passed its bound.
func (c *Call) expired() bool {
	c.mu.Lock()
	hooks := c.look()
	is := c.ending == expired
	c.mu.Unlock()
	tell(hooks...)
	return is
}

// Ended returns the error of a call whose context is over, nil while it lives.
func (c *Call) Ended() *httperror.Error {
	if k := c.ended(); k != "" {
		return c.error(k, because(c.cause(), nil))
	}
	return nil
}

// cause is the context's error, joined by the caller's own cause if there is one.
func (c *Call) cause() error {
	if c.expired() {
		return context.DeadlineExceeded
	}
	return because(c.parent.Err(), redact.Error(context.Cause(c.parent)))
}

// Fill completes e with what the record knows.
func (c *Call) Fill(e *httperror.Error) *httperror.Error {
	e.Client, e.Operation, e.RequestID = c.Client, c.Options.Operation, c.RequestID()
	e.History = c.history()
	e.Attempts = len(e.History)
	e.Elapsed, e.Reason = c.Elapsed(), c.Reason()
	if req := c.Last(); req != nil {
		if e.Method == "" {
			e.Method = strings.ToUpper(req.Method)
		}
		if e.URL == "" {
			e.URL = redact.URL(req.URL)
		}
	}
	return e
}

// error makes the call's error. An err that is one already lends what it has.
func (c *Call) error(kind httperror.Kind, err error) *httperror.Error {
	e := &httperror.Error{Kind: kind, Err: err}
	var inner *httperror.Error
	if errors.As(err, &inner) {
		e.StatusCode, e.Status, e.Header = inner.StatusCode, inner.Status, inner.Header
		e.Body, e.Problem, e.RetryAfter = inner.Body, inner.Problem, inner.RetryAfter
		if error(inner) == err {
			e.Err = inner.Err
		}
	}
	return c.Fill(e)
}
