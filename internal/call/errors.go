package call

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/lifetime"
	"example.com/outbound/internal/printable"
	"example.com/outbound/internal/sentence"
)

// Typed returns err as the call's error, complete.
func (c *Call) Typed(err error) *httperror.Error { return c.Fill(c.typed(nil, err, false)) }

// TypedFor types what became of req: its own attempt is asked, of which a layer
// may have begun two at once.
func TypedFor(req *http.Request, err error) *httperror.Error {
	if a := AttemptOf(req.Context()); a != nil {
		return a.call.typed(a, err, false)
	}
	return From(req.Context()).Typed(err)
}

// typed decides the kind of err. The contexts are asked first, since one error
// text serves the caller's deadline, the attempt's timeout and net/http's own
// timers alike. reading says that err is that of a body.
func (c *Call) typed(a *Attempt, err error, reading bool) *httperror.Error {
	if inner, ok := errors.AsType[*httperror.Error](err); ok {
		return with(inner.Kind, c.Names.Error(err))
	}
	if k := c.endKind(); k != "" {
		return c.endedBy(k, a, c.Names.Error(err), reading)
	}
	if a != nil {
		if e := a.cutBy(reading); e != nil {
			return e
		}
	}
	kind := c.classify(a, err)
	switch kind {
	case httperror.Deadline: // a layer's own: the call's has not passed
		kind = httperror.Timeout
	case httperror.Canceled:
		kind = httperror.Unknown
	}
	if reading && kind != httperror.Timeout && kind != httperror.TooLarge && kind != httperror.Decode {
		kind = httperror.Body
	}
	shown := maskContextErr(c.Names.Error(err))
	if text := c.sentenceOf(a, kind, shown, reading); text != "" {
		shown = &sentence.Error{Text: text, Err: shown}
	}
	e := with(kind, shown)
	e.Limit = c.limitOf(kind, err)
	return e
}

// limitOf is the limit of the connection that err says was reached, as it is
// configured; "" for none.
func (c *Call) limitOf(kind httperror.Kind, err error) string {
	if l, ok := errors.AsType[interface {
		error
		Limit() string
	}](err); ok {
		return l.Limit()
	}
	if kind == httperror.TLS && c.HandshakeTimeout > 0 && strings.HasSuffix(err.Error(), handshakeTimedOut) {
		return "TLS handshake timeout " + printable.Exact(c.HandshakeTimeout)
	}
	return ""
}

// classify is the kind of a foreign error. Texts are asked only where net/http
// is known to have written them.
func (c *Call) classify(a *Attempt, err error) httperror.Kind {
	if a == nil {
		return httperror.Classify(err)
	}
	e := a.evidence.Load()
	if e == nil && !a.is(texts) {
		return httperror.Classify(err)
	}
	kind := httperror.ClassifyNetHTTP(err)
	if kind == httperror.Protocol && e != nil && e.Broken() { // the head was cut, whatever the parser makes of it
		return httperror.Reset
	}
	return kind
}

// contextErr is the context's error, joined by the caller's own cause if there
// is one.
func (c *Call) contextErr() error {
	if c.Cause() == lifetime.Expired {
		return context.DeadlineExceeded
	}
	ctx := c.Parent()
	if ctx.Err() == nil && c.Fence != nil && c.Fence.hooks != nil {
		ctx = c.Fence.hooks
	}
	return withCause(ctx.Err(), c.Names.Error(context.Cause(ctx)))
}

// BodyError is the call's error for a body that could not be read.
func (c *Call) BodyError(err error) *httperror.Error { return c.Fill(c.bodyError(nil, err)) }

// bodyError returns the typed error of a failed read of a body.
func (c *Call) bodyError(a *Attempt, err error) *httperror.Error {
	e := c.typed(a, err, true)
	switch e.Kind {
	case httperror.Canceled, httperror.Deadline, httperror.Timeout, httperror.TooLarge, httperror.Decode:
	default: // the error of a layer has a kind of its own
		if httperror.Classify(err) != httperror.Timeout {
			e.Kind = httperror.Body
		}
	}
	return e
}

// readError is what the reader of a body sees of err. With native it is what
// net/http would have said, unless a bound of ours has ended the body.
func (c *Call) readError(a *Attempt, err error, native bool) error {
	e := c.Fill(c.bodyError(a, err))
	c.mu.Lock()
	c.ensureDetails().bodyFailure = e
	if a != nil && a.failure == nil {
		a.failure, a.flags = e, a.flags|bodyFailed
	}
	c.mu.Unlock()
	if native {
		return c.nativeOf(e, err)
	}
	return e
}

// nativeOf is the error of net/http that stands for e.
func (c *Call) nativeOf(e *httperror.Error, err error) error {
	switch {
	case c.Cause() == lifetime.Expired, e.Kind == httperror.Timeout: // by a bound of ours
		return e
	case e.Kind == httperror.Canceled || e.Kind == httperror.Deadline:
		if ctxErr := c.Parent().Err(); ctxErr != nil {
			return ctxErr
		}
	}
	return err
}

// Fill completes e with what the record knows.
func (c *Call) Fill(e *httperror.Error) *httperror.Error {
	e.Client, e.Operation, e.RequestID = c.Client, c.Options.Operation, c.RequestID()
	if e.RequestID != "" {
		e.IDField = c.IDField
	}
	e.History, e.Attempts = c.History(), c.Attempts()
	e.Elapsed, e.Reason = c.Took(), c.Reason()
	e.Time = c.Start().Add(e.Elapsed)
	var limit string
	e.Detail, limit, e.Delivery = c.Ending()
	if limit != "" { // what has kept the call from another attempt, not what ended the last one
		e.Limit = limit
	}
	if e.Reason == "" {
		e.Reason, e.Detail = c.unrepeated(e)
	}
	e.Idempotent = c.Options.Idempotent
	if req := c.Last(); req != nil {
		e.Keyed = req.Header.Get("Idempotency-Key") != "" || c.copyOfDetails().idempotencyKey != ""
		if e.Method == "" {
			e.Method = strings.ToUpper(req.Method)
		}
		if e.URL == "" {
			e.URL = c.Names.URL(req.URL)
		}
	}
	return e
}

// with makes an error. The fields of an [*httperror.Error] inside err are copied.
func with(kind httperror.Kind, err error) *httperror.Error {
	e := &httperror.Error{Kind: kind, Err: err}
	if inner, ok := errors.AsType[*httperror.Error](err); ok {
		e.StatusCode, e.Status, e.Header = inner.StatusCode, inner.Status, inner.Header
		e.Body, e.Problem, e.RetryAfter = inner.Body, inner.Problem, inner.RetryAfter
		e.Limit = inner.Limit
		if error(inner) == err {
			e.Err = inner.Err
		}
	}
	return e
}

// withCause joins the error of a context and what it did to the transport, so
// that errors.Is finds either and the text is the context's.
func withCause(ctxErr, err error) error {
	if err == nil || ctxErr == nil || err == ctxErr || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return ctxErr
	}
	return &endedError{ctxErr, err}
}

type endedError struct{ ctx, by error }

func (e *endedError) Error() string   { return e.ctx.Error() }
func (e *endedError) Unwrap() []error { return []error{e.ctx, e.by} }

// maskContextErr keeps err from matching the context's errors: net's own
// timeouts match context.DeadlineExceeded, and the caller's context lives.
func maskContextErr(err error) error {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return &maskedError{err}
	}
	return err
}

type maskedError struct{ err error }

func (e *maskedError) Error() string      { return e.err.Error() }
func (e *maskedError) As(target any) bool { return errors.As(e.err, target) }
func (e *maskedError) Is(target error) bool {
	return target != context.DeadlineExceeded && target != context.Canceled && errors.Is(e.err, target)
}
