package call

import (
	"cmp"
	"context"
	"iter"
	"net/http"
	"strings"
	"time"

	"example.com/outbound/internal/origin"
)

// Claim returns the record that an entry point has put on a request, at the edge
// of the client whose settings s are, and nil if ctx is not such a record or the
// edge has taken it already: then the request is a call of its own, inside the
// one that ctx belongs to.
func Claim(ctx context.Context, s *Settings) *Call {
	if c, ok := ctx.(*Call); ok && c.Settings == s && c.state.first(entered) {
		return c
	}
	return nil
}

// Enter marks a record that the edge itself has made as taken.
func (c *Call) Enter() { c.state.set(entered, true) }

// Entered reports whether the edge has taken the record.
func (c *Call) Entered() bool { return c.state.has(entered) }

// Next returns the record whose redirect has led to req: the response that req
// comes from is the one that the record waits to be followed. Nil if there is no
// such record with the settings s.
func Next(req *http.Request, s *Settings) *Call {
	c := Of(req.Response)
	if c == nil || c.Settings != s || !c.resume(req.Response) {
		return nil
	}
	return c
}

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

// Await notes that resp, a redirect, is handed out, and that the request which
// follows it belongs to this call.
func (c *Call) Await(resp *http.Response) {
	c.mu.Lock()
	c.ensureDetails().awaits = resp
	c.mu.Unlock()
}

// awaits reports whether resp is a redirect that may be followed.
func (c *Call) awaits(resp *http.Response) bool { return c.copyOfDetails().awaits == resp }

// grace is how long a redirect that is followed by our own client may take to
// come back as the next hop. A layer of the caller's above the client can fail in
// between.
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

// Hop notes that req is the call's next request, as it came to the edge.
func (c *Call) Hop(req *http.Request) {
	if c.hop != nil {
		c.mu.Lock()
		d := c.ensureDetails()
		d.hops = append(d.hops, c.hop)
		c.status, d.header = 0, nil
		if !origin.Same(d.hops[0].URL, req.URL) {
			c.SetCrossed()
		}
		if !sameMethod(d.hops[0], req) {
			c.SetTurned()
		}
		c.mu.Unlock()
	}
	c.hop = req
	c.state.set(inFlight, true)
}

// LeftOrigin reports whether the redirects that have led to req have left the
// origin of the first request, whoever has followed them.
func LeftOrigin(req *http.Request) bool {
	return redirected(req, func(before, at *http.Request) bool { return !origin.Same(before.URL, at.URL) })
}

// HasTurned reports whether one of the redirects that have led to req has changed
// the method, whoever has followed them.
func HasTurned(req *http.Request) bool {
	return redirected(req, func(before, at *http.Request) bool { return !sameMethod(before, at) })
}

// redirected reports whether changed holds for a redirect that has led to req.
func redirected(req *http.Request, changed func(before, at *http.Request) bool) bool {
	for at := req; at.Response != nil && at.Response.Request != nil; {
		before := at.Response.Request
		if before == at {
			return false
		}
		if changed(before, at) {
			return true
		}
		at = before
	}
	return false
}

// sameMethod compares as the chain sends the verbs: in upper case, none is GET.
func sameMethod(a, b *http.Request) bool {
	return strings.EqualFold(cmp.Or(a.Method, http.MethodGet), cmp.Or(b.Method, http.MethodGet))
}

// LeaveChain notes that the hop has left the chain.
func (c *Call) LeaveChain() { c.state.set(inFlight, false) }

// Last is the request of the current hop, nil before the first.
func (c *Call) Last() *http.Request { return c.hop }

// Method is the method of the first hop, "" before it.
func (c *Call) Method() string {
	if hops := c.copyOfDetails().hops; len(hops) > 0 {
		return hops[0].Method
	}
	if c.hop == nil {
		return ""
	}
	return c.hop.Method
}

// Redirects is the number of hops after the first.
func (c *Call) Redirects() int { return len(c.copyOfDetails().hops) }

// Hops are the requests of all hops so far, as they came to the edge.
func (c *Call) Hops() iter.Seq[*http.Request] {
	return func(yield func(*http.Request) bool) {
		for _, req := range c.copyOfDetails().hops {
			if !yield(req) {
				return
			}
		}
		if c.hop != nil {
			yield(c.hop)
		}
	}
}

// Marked is req with a context by which [Of] finds the record of a response
// whose body another layer has wrapped.
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
