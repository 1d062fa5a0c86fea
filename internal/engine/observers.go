package engine

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/callconfig"
	"example.com/outbound/internal/redact"
	"example.com/outbound/middleware"
	"example.com/outbound/observe"
)

// observers returns the observers of every call, in the order in which they are told:
// finished, the log, and those of WithObserver.
func (c *Core) observers() []call.Observer {
	all := []call.Observer{{End: c.finished}, {Backoff: c.Log.Backoff, End: c.Log.Finish}}
	return append(all, watchers(c.Config.Observers)...)
}

// finished fills the Meta of the caller and counts the sends. On a closed client it
// closes idle connections too: a call that was in flight when Close was called has left
// its connection idle.
func (c *Core) finished(record *call.Call, _ error) {
	if opts := callconfig.Of(record); opts != nil {
		if opts.Meta != nil {
			opts.Meta(record)
		}
		if opts.Sends != nil {
			opts.Sends.Add(int64(record.Attempts()))
		}
	}
	if c.isClosed() {
		c.closeIdle()
	}
}

// watchers adapts the observers of the user to the record of a call. One function tells
// all of them of the end, so that they share one result.
func watchers(observers []observe.Observer) (all []call.Observer) {
	var ends []func(middleware.Call, observe.CallResult)
	for _, o := range observers {
		var out call.Observer
		if f := o.Begin; f != nil {
			out.Begin = func(ctx context.Context, record *call.Call) context.Context { return f(ctx, middleware.CallOf(record)) }
		}
		if f := o.Backoff; f != nil {
			out.Backoff = func(record *call.Call, b call.Backoff) {
				f(middleware.CallOf(record), observe.BackoffEvent{Attempt: b.Attempt, Wait: b.Wait, Hold: b.Hold, Kind: b.Kind, Status: b.Status, Err: b.Err})
			}
		}
		if o.End != nil {
			ends = append(ends, o.End)
		}
		all = append(all, out)
	}
	if len(ends) == 0 {
		return all
	}
	return append(all, call.Observer{End: func(record *call.Call, err error) {
		r := callResult(record, err)
		eachOf(ends, func(end func(middleware.Call, observe.CallResult)) { end(middleware.CallOf(record), r) })
	}})
}

// eachOf calls f for each element of all, also after f has panicked for one of them.
func eachOf[T any](all []T, f func(T)) {
	i := 0
	defer func() {
		if i < len(all) {
			eachOf(all[i+1:], f)
		}
	}()
	for ; i < len(all); i++ {
		f(all[i])
	}
}

// callResult returns what observers are told of the end of a call.
func callResult(record *call.Call, err error) observe.CallResult {
	way := record.Summary()
	r := observe.CallResult{
		Status: record.Status(), Bytes: record.Bytes, Elapsed: record.Took(), Slept: record.Slept(), Held: way.Held,
		Attempts: way.Attempts, Redirects: way.Redirects, Reason: way.Reason, History: record.History(),
	}
	if e, ok := errors.AsType[*httperror.Error](err); ok {
		r.Err = e
	} else if err != nil {
		r.Err = record.Typed(err)
	}
	return r
}

// attemptHook is the field Attempt of an observer.
type attemptHook = func(context.Context, *http.Request) (*http.Request, func(observe.AttemptResult))

// observeAttempts is the layer that tells the observers of every send. The layer is nil
// if no observer has the field Attempt.
//
// Stage: attempt, just outside auth: a field that an observer adds may be signed.
func (c *Core) observeAttempts() middleware.Layer {
	var hooks []attemptHook
	for _, o := range c.Config.Observers {
		if o.Attempt != nil {
			hooks = append(hooks, o.Attempt)
		}
	}
	if len(hooks) == 0 {
		return nil
	}
	return func(next http.RoundTripper) http.RoundTripper {
		return &observing{next: next, hooks: hooks, names: c.SecretNames}
	}
}

// observing is the RoundTripper of that layer. It keeps the values that wait for the end
// of an attempt and uses them again, so that an observed attempt needs no allocation.
type observing struct {
	next    http.RoundTripper
	hooks   []attemptHook
	names   *redact.Names
	waiting sync.Pool // of *watchedAttempt
}

func (o *observing) RoundTrip(req *http.Request) (*http.Response, error) {
	a := call.AttemptOf(req.Context())
	if a == nil {
		return o.next.RoundTrip(req)
	}
	w, _ := o.waiting.Get().(*watchedAttempt)
	if w == nil {
		w = &watchedAttempt{layer: o}
		w.Ended = w.end
	}
	returned := false
	defer func() {
		if !returned { // a layer panicked: nothing else ends the attempt
			w.err, w.took = errPanic, a.Age()
			w.end(a)
		}
	}()
	w.begin(o.hooks, req)
	resp, err := o.next.RoundTrip(w.req)
	returned = true
	return w.settle(a, resp, err)
}

var errPanic = errors.New("a layer panicked")

// watchedAttempt is one send, and the functions that observers have returned for its end.
type watchedAttempt struct {
	call.EndHook
	layer *observing
	req   *http.Request
	resp  *http.Response
	err   error
	took  time.Duration
	done  []func(observe.AttemptResult)
}

// begin tells the observers of the send. Each may replace the request.
func (w *watchedAttempt) begin(hooks []attemptHook, req *http.Request) {
	w.req = req
	for _, hook := range hooks {
		with, done := hook(w.req.Context(), w.req)
		if with != nil {
			w.req = with
		}
		if done != nil {
			w.done = append(w.done, done)
		}
	}
}

// settle keeps the outcome of the send. The observers are told once the body of the
// response has ended.
func (w *watchedAttempt) settle(a *call.Attempt, resp *http.Response, err error) (*http.Response, error) {
	w.resp, w.err, w.took = resp, err, a.Age()
	if !a.OnEnd(&w.EndHook) { // the attempt has failed, or its body has ended already
		w.end(a)
	}
	return resp, err
}

// end tells the observers how the attempt has ended.
func (w *watchedAttempt) end(a *call.Attempt) {
	defer w.reset()
	if len(w.done) == 0 {
		return
	}
	r := observe.AttemptResult{
		Number: a.Number(), Duration: w.took, Total: a.Age(),
		Request: w.redacted(), Response: w.resp, Sent: lengthOf(w.req), Received: a.Received(),
		Phases:   observe.Phases(a.Phases()),
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
	eachOf(w.done, func(done func(observe.AttemptResult)) { done(r) })
}

// reset makes w ready for another attempt.
func (w *watchedAttempt) reset() {
	clear(w.done)
	w.req, w.resp, w.err, w.done = nil, nil, nil, w.done[:0]
	w.layer.waiting.Put(w)
}

// redacted returns the request that was sent, with the values of secret fields hidden.
func (w *watchedAttempt) redacted() *http.Request {
	req := w.req
	for name := range req.Header {
		if !w.layer.names.Sensitive(name) {
			continue
		}
		req = req.WithContext(req.Context())
		req.Header = w.hideSecrets(req.Header)
		break
	}
	return req
}

// hideSecrets returns a copy of h with the values of secret fields hidden.
func (w *watchedAttempt) hideSecrets(h http.Header) http.Header {
	h = h.Clone()
	for name, values := range h {
		if w.layer.names.Sensitive(name) {
			for i := range values {
				values[i] = "xxxxx"
			}
		}
	}
	return h
}

// lengthOf returns the length of the body of req: 0 without a body, -1 if it is not
// known.
func lengthOf(req *http.Request) int64 {
	if req.Body == nil || req.Body == http.NoBody {
		return 0
	}
	if req.ContentLength == 0 {
		return -1
	}
	return req.ContentLength
}
