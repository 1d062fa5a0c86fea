package callinfo

import (
	"context"
	"net/http"
)

// A request is copied once where it enters the chain. What the layers write goes
// into that copy: the header is copied by the first layer that writes to it. So
// a call that succeeds costs one shallow copy and one header.

// Adopt returns the copy of req that passes the chain. With shared, the context
// of the first attempt serves the whole chain; without, the layers outside retry
// see the call's, which outlives a failed attempt.
func (c *Call) Adopt(req *http.Request, shared bool) *http.Request {
	ctx := context.Context(c)
	if shared && c.sends == 0 {
		c.first.parent, c.first.call = c, c
		ctx = &c.first
	}
	c.mu.Lock()
	ours := c.own == req && c.copied // as a typed call has built it
	c.mu.Unlock()
	req = c.copy(ctx, req)
	if ours {
		c.Own(req)
	}
	return req
}

// outgoing is the request of attempt a: the one that entered the chain if that
// was made for it, else a copy without the credentials of the attempt before.
func (c *Call) outgoing(a *Attempt, req *http.Request) *http.Request {
	if req.Context() == context.Context(a) {
		c.mu.Lock()
		c.hop = req
		c.mu.Unlock()
		return req
	}
	c.mu.Lock()
	injected := c.injected // the hop has kept it since its first attempt
	c.mu.Unlock()
	req = c.copy(a, req)
	if injected != "" {
		req = Writable(req)
		delete(req.Header, injected)
	}
	return req
}

// copy makes a shallow copy. The first one is part of the record.
func (c *Call) copy(ctx context.Context, req *http.Request) *http.Request {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.request.Context() == context.Background() {
		c.request = *req.WithContext(ctx) // inlined: no copy but this one
		req = &c.request
	} else {
		req = req.WithContext(ctx)
	}
	c.own, c.copied = req, false
	return req
}

// Own remembers that req and its header belong to the chain.
func (c *Call) Own(req *http.Request) {
	c.mu.Lock()
	c.own, c.copied = req, true
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
	defer c.mu.Unlock()
	if c.own != req || c.hop == req {
		req = req.WithContext(req.Context())
		c.own, c.copied = req, false
	}
	if !c.copied {
		req.Header = cloneHeader(req.Header)
		c.copied = true
	}
	return req
}

// Inject puts a field on the request of this attempt that the next one must not
// inherit. One that is there wins. At most one field of a call can be injected;
// what writes more makes a copy of its own.
func Inject(req *http.Request, name, value string) *http.Request {
	if _, has := req.Header[name]; has {
		return req
	}
	var values []string
	if c := From(req.Context()); c != nil {
		c.mu.Lock()
		if c.hop == req && c.own == req { // in place: the next attempt's copy takes it off
			c.injected, c.hop = name, nil
			c.value[0] = value
			values = c.value[:1:1]
		}
		c.mu.Unlock()
	}
	if values == nil {
		values = []string{value}
	}
	req = Writable(req)
	req.Header[name] = values
	return req
}

// cloneHeader copies the map and shares the values, which layers replace and
// never write through; none has room for an append.
func cloneHeader(h http.Header) http.Header {
	out := make(http.Header, len(h)+1)
	for name, values := range h {
		out[name] = values[:len(values):len(values)]
	}
	return out
}
