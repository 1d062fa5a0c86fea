package restyadapter

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/callconfig"
	"example.com/outbound/internal/content"
)

// fence belongs to one request of R, and keeps what that sets from everything
// else. The request has a copy of the resty client of its own, and that copy an
// http.Client of its own, so that a hook or a setter which writes to either writes
// to its copy. The http.Client is a field of the fence: that is how a hook finds
// the fence.
type fence struct {
	hc http.Client // first: see fenceIn
	*adapter
	r       *resty.Request // nil: the client that New has made
	options *callconfig.Config
	last    *execution // of r, nil before the first
	first   execution
	typed   bool                  // the request of a typed call
	problem error                 // that resty has only logged
	log     resty.Logger          // of SetLogger, nil: the client's own
	rare    atomic.Pointer[extra] // nil: none of it
}

// extra is what few requests need.
type extra struct {
	others  sync.Map       // *resty.Request → *execution, of requests that hooks make
	unsent  *resty.Request // that resty builds to print it
	url     string         // of unsent, before resty has built it
	content content.Body   // of a typed call
	bodies  sync.Map       // *resty.Request → *replayed
}

// ensureExtra makes room for what few requests need.
func (f *fence) ensureExtra() *extra {
	if x := f.rare.Load(); x != nil {
		return x
	}
	f.rare.CompareAndSwap(nil, new(extra))
	return f.rare.Load()
}

// prints reports whether resty builds r to print it.
func (f *fence) prints(r *resty.Request) bool {
	x := f.rare.Load()
	return x != nil && x.unsent == r
}

// newFence makes a request of R.
func (c *adapter) newFence(opts *callconfig.Config) *fence {
	rc := c.rc.Clone()
	if len(c.Config.Resty) > 0 { // hooks of the caller's may write to the client's maps
		rc.Header, rc.QueryParam, rc.FormData = rc.Header.Clone(), cloneValues(rc.QueryParam), cloneValues(rc.FormData)
		rc.PathParams, rc.RawPathParams = cloneMap(rc.PathParams), cloneMap(rc.RawPathParams)
	}
	f := &fence{hc: *c.restyHC, adapter: c, options: opts, log: c.sealed.log}
	*clientHTTP.of(rc), *clientLog.of(rc) = &f.hc, restyLog{f}
	f.r = rc.R()
	return f
}

// fenceIn is the fence of a resty client whose hooks New has sealed.
func fenceIn(rc *resty.Client) *fence {
	return (*fence)(unsafe.Pointer(rc.GetClient())) // its first field
}

// fenceOf is the fence of the client that r belongs to. A hook may make further
// requests of the same client.
func fenceOf(r *resty.Request) *fence { return fenceIn(*requestClient.of(r)) }

// execution is one execution of a request of resty.
type execution struct {
	fence    call.Fence // of the call
	call     *call.Call
	r        *resty.Request
	output   string // file of SetOutput
	unparsed bool   // SetDoNotParseResponse
	refused  bool   // the body of a status that is an error goes to the caller unread
}

// executionOf is the execution of r under way, or the one before; nil without one.
func executionOf(r *resty.Request) *execution {
	f := fenceOf(r)
	if f.r == r {
		return f.last
	}
	if f.rare.Load() == nil {
		return nil
	}
	x, _ := f.ensureExtra().others.Load(r)
	out, _ := x.(*execution)
	return out
}

// executionIn is the execution that a call is the record of, nil without one.
func executionIn(record *call.Call) *execution {
	if record.Fence == nil {
		return nil
	}
	x, _ := record.Fence.Owner.(*execution)
	return x
}

// begin begins an execution of r and its call, and gives the hooks a context.
func (f *fence) begin(r *resty.Request) *execution {
	own := f.r == r
	if own && f.typed {
		return f.last
	}
	opts, caller, before := f.options, r.Context(), (*execution)(nil)
	if own {
		before = f.last
	} else {
		opts = callconfig.FromContext(caller)
		before = executionOf(r)
	}
	x := &f.first
	if before != nil || !own {
		x = new(execution)
	}
	values := caller
	if before != nil && call.From(caller) == before.call { // executed before: its context has ended
		caller = before.call.Parent()
	}
	x.start(r, f.begun(caller, opts, r.URL))
	if values != caller {
		x.fence.Values = values
	}
	if own {
		f.last = x
	} else {
		f.ensureExtra().others.Store(r, x)
	}
	r.SetContext(x.call.View())
	return x
}

// start ties a call to the execution of r.
func (x *execution) start(r *resty.Request, record *call.Call) {
	x.r, x.call = r, record
	x.fence.Owner = x
	record.Fence = &x.fence
}

func (f *fence) begun(ctx context.Context, opts *callconfig.Config, path string) *call.Call {
	record := f.adapter.Begin(ctx, opts, path)
	record.SetEndsAtEntry(true)
	record.OptionsApplied()
	return record
}

// newRestyHTTP makes the http.Client of the resty client that New makes, in a
// fence as those of its copies are.
func (c *adapter) newRestyHTTP() *http.Client {
	f := &fence{adapter: c, hc: *c.NewHTTPClient(nil)}
	if f.hc.Jar != nil {
		f.hc.Jar = unprintedJar{f.hc.Jar}
	}
	f.hc.Transport = c.TransportFor(&f.hc, nil)
	return &f.hc
}

// unprintedJar hides the type of a jar: of a cookiejar.Jar resty prints the
// cookies in a curl command.
type unprintedJar struct{ http.CookieJar }
