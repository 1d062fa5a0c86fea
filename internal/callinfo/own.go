package callinfo

import (
	"context"
	"net/http"
)

// Adopt returns a shallow copy of req with ctx, and remembers that it belongs
// to the chain, so that the first layer that writes needs to copy no more than
// the header.
func (c *Call) Adopt(ctx context.Context, req *http.Request) *http.Request {
	req = req.WithContext(ctx)
	c.mu.Lock()
	c.own, c.header = req, false
	c.mu.Unlock()
	return req
}

// Own remembers that req and its header belong to the chain.
func (c *Call) Own(req *http.Request) {
	c.mu.Lock()
	c.own, c.header = req, true
	c.mu.Unlock()
}

// Writable returns a request like req whose fields and header a layer may
// write: req itself if an earlier layer of the same stage has copied it. Its
// URL is shared; replace it, do not write through it.
func Writable(req *http.Request) *http.Request {
	c := From(req.Context())
	if c == nil {
		req = req.WithContext(req.Context())
		req.Header = cloneHeader(req.Header)
		return req
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.own != req {
		req = req.WithContext(req.Context())
		c.own, c.header = req, false
	}
	if !c.header {
		req.Header = cloneHeader(req.Header)
		c.header = true
	}
	return req
}

func cloneHeader(h http.Header) http.Header {
	if h == nil {
		return http.Header{}
	}
	return h.Clone()
}
