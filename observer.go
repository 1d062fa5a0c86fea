package outbound

import (
	"context"
	"errors"
	"net/http"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/callinfo"
	"example.com/outbound/internal/redact"
	"example.com/outbound/middleware"
	"example.com/outbound/observe"
)

// What an observer is and what it is told: see package observe.
type (
	Observer      = observe.Observer
	AttemptResult = observe.AttemptResult
	CallResult    = observe.CallResult
	BackoffEvent  = observe.BackoffEvent
	StateChange   = observe.StateChange
	OriginState   = observe.OriginState
	Phases        = observe.Phases
)

// WithObserver tells o of every call. It may be given more than once: the
// observers are called in the order given. Default: none.
func WithObserver(o Observer) Option {
	return func(c *config) { c.observers = append(c.observers, o) }
}

// observed makes of an observer what the record of a call knows.
func observed(o Observer) callinfo.Observer {
	var out callinfo.Observer
	if f := o.Begin; f != nil {
		out.Begin = func(ctx context.Context, call *callinfo.Call) context.Context { return f(ctx, middleware.CallOf(call)) }
	}
	if f := o.Backoff; f != nil {
		out.Backoff = func(call *callinfo.Call, b callinfo.Backoff) {
			f(middleware.CallOf(call), BackoffEvent{Attempt: b.Attempt, Wait: b.Wait, Hold: b.Hold, Kind: b.Kind, Status: b.Status, Err: b.Err})
		}
	}
	if f := o.End; f != nil {
		out.End = func(call *callinfo.Call, err error) { f(middleware.CallOf(call), callResult(call, err)) }
	}
	return out
}

func callResult(call *callinfo.Call, err error) CallResult {
	way := call.Summary()
	r := CallResult{
		Status: call.Status(), Bytes: call.Bytes, Elapsed: call.Elapsed(), Slept: call.Slept(), Held: way.Held,
		Attempts: way.Attempts, Redirects: way.Redirects, Reason: way.Reason, History: call.History(),
	}
	if e, ok := errors.AsType[*HTTPError](err); ok {
		r.Err = e
	} else if err != nil {
		r.Err = call.Typed(err)
	}
	return r
}

type attemptHook = func(context.Context, *http.Request) (*http.Request, func(AttemptResult))

// observe tells the observers of every send. Without one that wants to know the
// layer is nil.
//
// Stage: attempt, just outside auth: a field that an observer adds may be signed.
func (c *core) observe() middleware.Layer {
	var hooks []attemptHook
	for _, o := range c.config.observers {
		if o.Attempt != nil {
			hooks = append(hooks, o.Attempt)
		}
	}
	if len(hooks) == 0 {
		return nil
	}
	return func(next http.RoundTripper) http.RoundTripper { return &observing{next, hooks, c.secretNames} }
}

type observing struct {
	next  http.RoundTripper
	hooks []attemptHook
	names *redact.Names
}

func (o *observing) RoundTrip(req *http.Request) (*http.Response, error) {
	a := callinfo.AttemptOf(req.Context())
	if a == nil {
		return o.next.RoundTrip(req)
	}
	w := &watchedAttempt{names: o.names}
	req = w.begin(o.hooks, req)
	if w.n == 0 {
		return o.next.RoundTrip(req)
	}
	w.req = req
	resp, err := o.next.RoundTrip(req)
	return w.landed(a, resp, err)
}

// watchedAttempt is one send and those who wait for its end.
type watchedAttempt struct {
	callinfo.EndHook
	names *redact.Names
	req   *http.Request
	resp  *http.Response
	err   error
	took  time.Duration
	n     int
	first func(AttemptResult)
	more  []func(AttemptResult)
}

func (w *watchedAttempt) begin(hooks []attemptHook, req *http.Request) *http.Request {
	for _, hook := range hooks {
		with, done := hook(req.Context(), req)
		if with != nil {
			req = with
		}
		switch {
		case done == nil:
			continue
		case w.n == 0:
			w.first = done
		default:
			w.more = append(w.more, done)
		}
		w.n++
	}
	return req
}

func (w *watchedAttempt) landed(a *callinfo.Attempt, resp *http.Response, err error) (*http.Response, error) {
	w.resp, w.err, w.took = resp, err, a.Age()
	w.EndHook.Ended = w.end
	if !a.OnEnd(&w.EndHook) { // a bound has ended it meanwhile
		w.end(a)
	}
	return resp, err
}

// end tells the observers how the attempt has ended.
func (w *watchedAttempt) end(a *callinfo.Attempt) {
	p := a.Phases()
	r := AttemptResult{
		Number: a.Number(), Duration: w.took, Total: a.Age(),
		Request: w.shown(), Response: w.resp, Sent: lengthOf(w.req), Received: a.Received(),
		Phases:   Phases(p),
		Replayed: a.Replayed(), Reason: a.Call().Reason(),
	}
	if w.resp != nil {
		r.Status, r.Proto, r.Kind = w.resp.StatusCode, w.resp.Proto, a.Call().KindOf(w.resp)
	}
	if err := a.Failure(); err != nil {
		r.Err, r.Kind = err, err.Kind
	} else if w.err != nil {
		r.Err, r.Kind = w.err, httperror.Classify(w.err)
	}
	w.first(r)
	for _, done := range w.more {
		done(r)
	}
}

// shown is the request with the values of secret fields hidden.
func (w *watchedAttempt) shown() *http.Request {
	req := w.req
	for name := range req.Header {
		if !w.names.Sensitive(name) {
			continue
		}
		req = req.WithContext(req.Context())
		req.Header = w.cover(req.Header)
		break
	}
	return req
}

// cover is h with the values of secret fields hidden.
func (w *watchedAttempt) cover(h http.Header) http.Header {
	h = h.Clone()
	for name, values := range h {
		if w.names.Sensitive(name) {
			for i := range values {
				values[i] = "xxxxx"
			}
		}
	}
	return h
}

func lengthOf(req *http.Request) int64 {
	if req.Body == nil || req.Body == http.NoBody {
		return 0
	}
	if req.ContentLength == 0 {
		return -1
	}
	return req.ContentLength
}
