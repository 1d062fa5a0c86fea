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

// fence belongs to one request of resty: of Client.R or of a typed call. It keeps the
// settings of that request apart from those of all others: the request has its own copy
// of the resty client, and this copy has its own http.Client, so that a hook or a setter
// writes to these copies only. The http.Client is a field of the fence: a hook finds the
// fence by it.
type fence struct {
	hc http.Client // first: see fenceIn
	*adapter
	r       *resty.Request          // nil in the fence of the client that New has made
	options *callconfig.Config      // the options of the call, nil without any
	last    *execution              // the last execution of r, nil before the first
	first   execution               // room for the first execution of r
	typed   bool                    // r is the request of a typed call
	problem error                   // an error that resty has only logged
	log     resty.Logger            // set by SetLogger, nil: the log of the client
	details atomic.Pointer[details] // fields that few requests need, nil before ensureDetails
}

// details has the fields of a fence that few requests need.
type details struct {
	others  sync.Map       // *resty.Request → *execution, of requests that hooks make
	unsent  *resty.Request // the request that resty builds only to print it
	url     string         // the URL of unsent before resty has built it
	content content.Body   // the body of a typed call
	bodies  sync.Map       // *resty.Request → *replayed
}

// ensureDetails returns the details of f, and makes them if f has none.
func (f *fence) ensureDetails() *details {
	if d := f.details.Load(); d != nil {
		return d
	}
	f.details.CompareAndSwap(nil, new(details))
	return f.details.Load()
}

// prints reports whether resty builds r only to print it.
func (f *fence) prints(r *resty.Request) bool {
	d := f.details.Load()
	return d != nil && d.unsent == r
}

// newFence makes a request of resty and its fence.
func (a *adapter) newFence(opts *callconfig.Config) *fence {
	rc := a.rc.Clone()
	if len(a.TuneResty) > 0 { // the caller's hooks may write to the maps of the client
		rc.Header, rc.QueryParam, rc.FormData = rc.Header.Clone(), cloneValues(rc.QueryParam), cloneValues(rc.FormData)
		rc.PathParams, rc.RawPathParams = cloneMap(rc.PathParams), cloneMap(rc.RawPathParams)
	}
	f := &fence{hc: *a.modelHTTP, adapter: a, options: opts, log: a.sealed.log}
	*clientHTTP.of(rc), *clientLog.of(rc) = &f.hc, fenceLogger{f}
	f.r = rc.R()
	return f
}

// cloneMap returns a copy of m. It is not nil: a hook may write to it.
func cloneMap(m map[string]string) map[string]string {
	out := make(map[string]string, len(m))
	for k, v := range m {
		out[k] = v
	}
	return out
}

// cloneValues returns a copy of m and of its values. It is not nil: a hook may write to it.
func cloneValues(m map[string][]string) map[string][]string {
	out := make(map[string][]string, len(m))
	for k, v := range m {
		out[k] = append([]string(nil), v...)
	}
	return out
}

// fenceIn returns the fence of a resty client that newFence or newModelHTTP has given its
// http.Client.
func fenceIn(rc *resty.Client) *fence {
	return (*fence)(unsafe.Pointer(rc.GetClient())) // the http.Client is the first field of the fence
}

// fenceOf returns the fence of the client that r belongs to. It may be the fence of
// another request: a hook can make further requests of the same client.
func fenceOf(r *resty.Request) *fence { return fenceIn(*requestClient.of(r)) }

// execution is one execution of a request of resty: one call.
type execution struct {
	fence          call.Fence // the fence of call
	call           *call.Call
	r              *resty.Request
	output         string // the file of SetOutput, "" without one
	unparsed       bool   // set by SetDoNotParseResponse
	deliversUnread bool   // the caller gets the body of an error status unread
}

// executionOf returns the last execution of r, which may be in progress; nil if r has not
// been executed.
func executionOf(r *resty.Request) *execution {
	f := fenceOf(r)
	if f.r == r {
		return f.last
	}
	if f.details.Load() == nil {
		return nil
	}
	x, _ := f.ensureDetails().others.Load(r)
	out, _ := x.(*execution)
	return out
}

// executionIn returns the execution of a call, nil if resty does not execute the call.
func executionIn(record *call.Call) *execution {
	if record.Fence == nil {
		return nil
	}
	x, _ := record.Fence.Owner.(*execution)
	return x
}

// begin begins an execution of r and its call, and gives r the context that hooks see.
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
	if before != nil && call.From(caller) == before.call { // r still has the context of the call before, which has ended
		caller = before.call.Parent()
	}
	x.start(r, f.beginCall(caller, opts, r.URL))
	if values != caller {
		x.fence.Values = values
	}
	if own {
		f.last = x
	} else {
		f.ensureDetails().others.Store(r, x)
	}
	r.SetContext(x.call.View())
	return x
}

// start makes x the execution of r by the call record.
func (x *execution) start(r *resty.Request, record *call.Call) {
	x.r, x.call = r, record
	x.fence.Owner = x
	record.Fence = &x.fence
}

// beginCall begins a call, which onSuccess, onError or onPanic ends, and returns its
// record.
func (f *fence) beginCall(ctx context.Context, opts *callconfig.Config, path string) *call.Call {
	record := f.adapter.Begin(ctx, opts, path)
	record.SetEndsAtEntry()
	record.SetReadsWhole(true)
	record.OptionsApplied()
	return record
}
