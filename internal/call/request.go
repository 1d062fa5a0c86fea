package call

import (
	"net/http"
	"net/url"
)

// A request is copied once where it enters the chain ([Call.Hop]), and the layers
// write to that copy. The header is copied by the first layer that writes to it. So
// a call that succeeds costs one shallow copy and one header.

// copyHeader gives req, a copy of the chain's own, a header of its own. The caller
// holds the lock.
func (c *Call) copyHeader(req *http.Request) {
	if !c.copied {
		req.Header = cloneHeader(req.Header)
		c.copied = true
	}
}

// Owned notes that req and its header were made for the call: layers may write to
// them.
func (c *Call) Owned(req *http.Request) {
	c.mu.Lock()
	c.own, c.copied, c.onHop = req, true, false
	c.mu.Unlock()
}

// Writable returns a request like req whose fields and header a layer may
// write: req itself if an earlier layer of the same stage has copied it. Its URL
// is shared; replace it, do not write through it.
func Writable(req *http.Request) *http.Request {
	c := From(req.Context())
	if c == nil {
		req = req.WithContext(req.Context())
		req.Header = cloneHeader(req.Header)
		return req
	}
	c.mu.Lock()
	req = c.writable(req)
	c.mu.Unlock()
	return req
}

// WithURL returns a request like req, as [Writable] does, with a copy of its URL that
// change may write to.
func WithURL(req *http.Request, change func(*url.URL)) *http.Request {
	req = Writable(req)
	u := *req.URL
	change(&u)
	req.URL = &u
	return req
}

// writable is [Writable]; the caller holds the lock.
func (c *Call) writable(req *http.Request) *http.Request {
	if c.own != req || c.onHop {
		req = c.copy(req.Context(), req)
	}
	c.copyHeader(req)
	return req
}

// Field is a field of a header that many calls share. It does not change.
type Field struct {
	Name   string
	Values []string
}

// NewField makes a field of one value.
func NewField(name, value string) *Field { return &Field{name, []string{value}} }

// Inject puts a field on the request of this attempt that the next attempt must not
// inherit. If the request has a field of that name, it is left as it is. At most one
// field of a call can be injected; a scheme that writes more makes a copy of its own.
func Inject(req *http.Request, f *Field) *http.Request {
	if _, has := req.Header[f.Name]; has {
		return req
	}
	c := From(req.Context())
	if c == nil {
		req = Writable(req)
		req.Header[f.Name] = f.Values
		return req
	}
	c.mu.Lock()
	if c.onHop && c.own == req { // in place: the next attempt's copy takes it off
		c.injected, c.onHop = f, false
	}
	req = c.writable(req)
	c.mu.Unlock()
	req.Header[f.Name] = f.Values
	return req
}

// cloneHeader copies the map and shares the values: layers replace values and do not
// write to them. Their capacity is cut, so that an append copies them.
func cloneHeader(h http.Header) http.Header {
	out := make(http.Header, len(h)+1)
	for name, values := range h {
		out[name] = values[:len(values):len(values)]
	}
	return out
}
