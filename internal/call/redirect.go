package call

import (
	"context"
	"net/http"
	"time"
)

// Of returns the record that resp belongs to, nil if it did not come through a
// client.
func Of(resp *http.Response) *Call {
	if resp == nil {
		return nil
	}
	if b := bodyOf(resp); b != nil {
		switch owner := b.Owner().(type) {
		case *Attempt:
			return owner.call
		case *answer:
			return owner.call
		}
	}
	if resp.Request != nil {
		if m, ok := resp.Request.Context().(marked); ok {
			return m.call
		}
	}
	return nil
}

// Await notes that resp, a redirect, is returned to net/http, and that the request
// which follows it belongs to this call.
func (c *Call) Await(resp *http.Response) {
	c.mu.Lock()
	c.ensureDetails().awaits = resp
	c.mu.Unlock()
}

// awaits reports whether resp is a redirect that may be followed.
func (c *Call) awaits(resp *http.Response) bool { return c.copyOfDetails().awaits == resp }

// resume notes that the request after the redirect resp has come. It reports false if the
// call does not wait for it.
func (c *Call) resume(resp *http.Response) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	d := c.details
	if d == nil || d.awaits != resp || c.finished || !d.following && !c.state.has(endsAtEntry) {
		return false
	}
	d.awaits, d.following = nil, false
	if d.grace != nil {
		d.grace.Stop()
		d.grace = nil
	}
	return true
}

// grace is how long our own client may take to send the next hop of a redirect that
// it follows. A layer of the caller's above the client can fail in between.
const grace = time.Second

// Following notes that the client is about to follow the redirect resp: the end
// of its body is not the end of the call. Without a next hop within a second the
// call ends.
func (c *Call) Following(resp *http.Response) {
	if c.EndsAtEntry() {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	d := c.ensureDetails()
	if d.awaits != resp || c.finished {
		return
	}
	d.following = true
	d.grace = time.AfterFunc(grace, func() { c.answerEnded(-1, nil, true) })
}

// Marked returns req with a context by which [Of] finds the record of a response whose
// body another layer has wrapped.
func (c *Call) Marked(req *http.Request) *http.Request {
	return req.WithContext(marked{req.Context(), c})
}

type marked struct {
	context.Context
	call *Call
}

func (m marked) Value(k any) any {
	if k == (key{}) {
		return m.call
	}
	return m.Context.Value(k)
}
