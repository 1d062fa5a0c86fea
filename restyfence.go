package outbound

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"time"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/callinfo"
)

// fence belongs to one request of R, and keeps what that sets from everything
// else. The request has a copy of the resty client of its own, so that a hook or
// a setter which writes to the client writes to that copy; resty finds the fence
// in a function of the copy that it never calls.
type fence struct {
	*core
	r       *resty.Request
	options *callConfig
	call    *callinfo.Call // of the last execution, nil before
	view    callinfo.Fence // of the first call
	typed   bool           // the request of a typed call, whose content is
	content content
}

// newFence makes a request of R.
func (c *core) newFence(opts *callConfig) *fence {
	rc := c.rc.Clone()
	if len(c.config.resty) > 0 { // hooks of the caller's may write to the client's maps
		rc.Header, rc.QueryParam, rc.FormData = rc.Header.Clone(), cloneValues(rc.QueryParam), cloneValues(rc.FormData)
		rc.PathParams, rc.RawPathParams = cloneMap(rc.PathParams), cloneMap(rc.RawPathParams)
	}
	f := &fence{core: c, options: opts}
	rc.RetryAfter = f.carry
	f.r = rc.R()
	return f
}

// carry makes the fence known to [fenceOf]. Resty asks for a Retry-After only
// when it retries, which it does not here.
func (f *fence) carry(*resty.Client, *resty.Response) (time.Duration, error) { return 0, carrier{f} }

// carrier is a fence in the place of an error.
type carrier struct{ *fence }

func (carrier) Error() string { return "no error" }

// The fields of a resty.Request and a resty.Client that resty does not show. A
// test holds that they are there, in every version that is built with.
var (
	fieldClient     = fieldOf[resty.Request]("client")
	fieldNotParsed  = fieldOf[resty.Request]("notParseResponse")
	fieldSaved      = fieldOf[resty.Request]("isSaveResponse")
	fieldConditions = fieldOf[resty.Request]("retryConditions")
	fieldBefore     = fieldOf[resty.Client]("udBeforeRequest")
)

func fieldOf[T any](name string) []int {
	f, _ := reflect.TypeFor[T]().FieldByName(name)
	return f.Index
}

func hidden(v any, field []int) reflect.Value { return reflect.ValueOf(v).Elem().FieldByIndex(field) }

// fenceOf is the fence of the client that r belongs to, nil if a hook has taken
// its place. A hook may make further requests of the same client.
func fenceOf(r *resty.Request) *fence {
	return fenceIn((*resty.Client)(hidden(r, fieldClient).UnsafePointer()))
}

func fenceIn(rc *resty.Client) *fence {
	if rc.RetryAfter == nil {
		return nil
	}
	if _, err := rc.RetryAfter(nil, nil); err != nil {
		if c, ok := err.(carrier); ok { //nolint:errorlint // made by carry
			return c.fence
		}
	}
	return nil
}

// callOfR is the call of an execution of r, nil without one.
func callOfR(r *resty.Request) *callinfo.Call {
	if f := fenceOf(r); f != nil && f.r == r {
		return f.call
	}
	return callinfo.From(r.Context())
}

// isTyped reports whether r is the request of a typed call, which ends its call
// itself.
func isTyped(r *resty.Request) bool {
	f := fenceOf(r)
	return f != nil && f.typed && f.r == r
}

// begin begins the call of an execution of r, and gives the hooks a context.
func (f *fence) begin(r *resty.Request) *callinfo.Call {
	own := f.r == r
	if own && f.typed {
		return f.call
	}
	opts, caller, before := f.options, r.Context(), (*callinfo.Call)(nil)
	if own {
		before = f.call
	} else {
		opts = callOptions(caller, nil)
	}
	view := &f.view
	if before != nil || !own {
		view = new(callinfo.Fence)
	}
	values := caller
	if before != nil && callinfo.From(caller) == before { // executed before: its context has ended
		caller = before.Parent()
	}
	call := f.begun(caller, opts, r.URL)
	call.Fence = view
	if values != caller {
		view.Values = values
	}
	if own {
		f.call = call
	}
	r.SetContext(call.View())
	return call
}

func (f *fence) begun(ctx context.Context, opts *callConfig, path string) *callinfo.Call {
	call := f.core.begin(ctx, opts, path)
	call.EndsAtEdge(true)
	call.OptionsApplied()
	return call
}

// beforeSend is resty's last hook before the request is sent. Whatever the other
// hooks have made of the context, the record of the call becomes the context of
// the request, with the values, the deadline and the cancellation that they have
// left.
func beforeSend(rc *resty.Client, raw *http.Request) error {
	f := fenceIn(rc)
	if f == nil {
		return &HTTPError{Kind: httperror.Request, Err: errRestyRetry}
	}
	if hook := f.restyLen.preRequest; hook != nil {
		if err := hook(rc, raw); err != nil {
			return err
		}
	}
	call, r := f.call, f.r
	if raw != f.r.RawRequest { // a request that a hook has made of the same client
		if call, r = callinfo.From(raw.Context()), nil; call == nil || call.Fence == nil || call.Entered() {
			return nil
		}
	}
	if r != nil {
		call.EndsAtEdge(!hidden(r, fieldNotParsed).Bool() && !hidden(r, fieldSaved).Bool() || f.typed)
	}
	if f.typed && raw.Body == nil && f.content.kind != "" { // resty leaves it out for some verbs
		if err := f.putBody(raw); err != nil {
			return &HTTPError{Kind: httperror.Request, Err: err}
		}
	}
	call.Follow(raw.Context())
	*raw = *raw.WithContext(call)
	return nil
}

// putBody gives raw the body of the typed call.
func (f *fence) putBody(raw *http.Request) error {
	with, err := http.NewRequest(raw.Method, raw.URL.String(), f.content.reader())
	if err != nil {
		return err
	}
	raw.Body, raw.GetBody, raw.ContentLength = with.Body, with.GetBody, with.ContentLength
	return nil
}

// restoreContext gives r the caller's context back, unless a hook has put another
// one in its place.
func restoreContext(r *resty.Request, call *callinfo.Call) {
	if call.IsView(r.Context()) {
		r.SetContext(call.Parent())
	}
}

var (
	errRestyRetry      = errors.New("SetRetryAfter does nothing here: use WithRetry")
	errRestyDigest     = errors.New("SetDigestAuth, or a hook that was added while a request is made, is refused: use WithAuth with digest.New, or WithResty")
	errRestyConditions = errors.New("AddRetryCondition does nothing here: use the call option Retry, with Policy.When")
	errRestyClient     = errors.New("a hook has changed the http.Client of resty: use the options of New")
)

// refusedByRequest finds what a request has set that cannot work here.
func (c *core) refusedByRequest(rc *resty.Client, r *resty.Request) error {
	hc := rc.GetClient()
	t, ok := hc.Transport.(*edge)
	switch {
	case hidden(rc, fieldBefore).Len() != c.restyLen.before:
		return errRestyDigest
	case hidden(r, fieldConditions).Len() > 0 || rc.RetryCount != 0 || len(rc.RetryConditions) > 0:
		return errRestyConditions
	case hc != c.restyHC || !ok || t.client != c.restyHC || hc.Timeout != 0 || hc.Jar != c.jar:
		return errRestyClient
	}
	return nil
}
