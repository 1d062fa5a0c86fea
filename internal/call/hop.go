package call

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/lifetime"
	"example.com/outbound/internal/origin"
)

// This file is the way of a hop from the edge into the chain, in its order: the hop
// finds its record ([Found]) or begins one ([Enter]), is noted in it, and gets the copy that the
// layers write to ([Call.Hop]).

// Found returns the record of a hop at the edge of the client with the settings s: the
// one that an entry point has put on the request, or the one whose redirect has led to
// req. It returns nil if there is none: the hop is the first of a call.
func Found(req *http.Request, s *Settings) *Call {
	if c := claim(req.Context(), s); c != nil {
		return c
	}
	return next(req, s)
}

// Enter begins a call with the options o at the edge, where req is its first hop.
func Enter(req *http.Request, s *Settings, o *Options) *Call {
	c := Begin(req.Context(), s, o, "")
	c.state.set(claimed, true)
	if leftOrigin(req) { // another client follows the redirects
		c.SetCrossed()
	}
	if hasTurned(req) {
		c.SetTurned()
	}
	return c
}

// claim returns the record that an entry point of the client with the settings s has
// put on a request. It returns nil if ctx is not such a record, or if the edge has
// claimed it already: then the request is a call of its own, inside the one that ctx
// belongs to.
func claim(ctx context.Context, s *Settings) *Call {
	if c, ok := ctx.(*Call); ok && c.Settings == s && c.state.setOnce(claimed) {
		return c
	}
	return nil
}

// next returns the record whose redirect has led to req: the record waits for the
// redirect that req follows. It returns nil if there is no such record with the
// settings s.
func next(req *http.Request, s *Settings) *Call {
	if req.Response == nil {
		return nil
	}
	c := Of(req.Response)
	if c == nil || c.Settings != s || !c.resume(req.Response) {
		return nil
	}
	return c
}

// Begin begins a call of the client with the settings s. template is the path of the
// call before its parameters were put in, "" if that is not known.
func Begin(parent context.Context, s *Settings, o *Options, template string) *Call {
	if o == nil {
		o = noOptions
	}
	c := &Call{Settings: s, Options: o}
	c.request.Pattern = template
	s.Calls.begun.Add(1)
	c.Root.Begin(parent)
	c.tellBegin()
	if o.Foreign {
		c.SetCrossed()
	}
	if o.HasTimeout {
		c.Limit(o.Timeout)
	}
	return c
}

// tellBegin tells the observers that the call begins. If one of them panics, the
// others are told all the same, and the call ends.
func (c *Call) tellBegin() {
	i := 0
	defer func() {
		if i == len(c.Observers) {
			return
		}
		for i++; i < len(c.Observers); i++ {
			c.beginFor(i)
		}
		c.End(c.Fill(with(httperror.Unknown, errPanic)))
	}()
	for ; i < len(c.Observers); i++ {
		c.beginFor(i)
	}
}

func (c *Call) beginFor(i int) {
	if f := c.Observers[i].Begin; f != nil {
		c.Root.Begin(f(c.Parent(), c))
	}
}

// leftOrigin reports whether the redirects that have led to req have left the
// origin of the first request, whichever client has followed them.
func leftOrigin(req *http.Request) bool {
	return redirected(req, func(before, at *http.Request) bool { return !origin.Same(before.URL, at.URL) })
}

// hasTurned reports whether one of the redirects that have led to req has changed
// the method, whichever client has followed them.
func hasTurned(req *http.Request) bool {
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

// Hop notes that req is the call's next request, as it came to the edge. It returns
// the copy of req that passes the chain, and an error if the call has ended. shared says
// that no layer of the user's is outside retry: the copy then has the context of the first
// attempt, which needs no further copy.
func (c *Call) Hop(req *http.Request, shared bool) (*http.Request, error) {
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
	sent := c.adopt(req, shared)
	if err := c.Ended(); err != nil {
		return sent, err
	}
	return sent, nil
}

// sameMethod compares the methods as the chain sends them: in upper case, and GET
// if there is none.
func sameMethod(a, b *http.Request) bool {
	return strings.EqualFold(cmp.Or(a.Method, http.MethodGet), cmp.Or(b.Method, http.MethodGet))
}

// Ended returns the error of a call whose context has ended, nil for a call whose context
// has not.
func (c *Call) Ended() *httperror.Error {
	if k := c.endKind(); k != "" {
		return c.Fill(c.endedBy(k, nil, nil, false))
	}
	return nil
}

// endKind returns the kind of failure of a call whose context has ended, "" for a call
// whose context has not.
func (c *Call) endKind() httperror.Kind {
	switch c.Cause() {
	case lifetime.Expired:
		return httperror.Deadline
	case lifetime.Silent:
		return httperror.Timeout
	case lifetime.OtherExpired:
		return httperror.Deadline
	case lifetime.OtherCanceled:
		return httperror.Canceled
	}
	switch err := c.Parent().Err(); {
	case err == nil:
		return ""
	case errors.Is(err, context.DeadlineExceeded):
		return httperror.Deadline
	}
	return httperror.Canceled
}

// adopt returns the copy of req that passes the chain. With shared, the context of the
// copy is that of the first attempt. Without shared it is the call's, so that layers
// outside retry have a context that does not end with a failed attempt.
func (c *Call) adopt(req *http.Request, shared bool) *http.Request {
	c.mu.Lock()
	defer c.mu.Unlock()
	ctx := context.Context(c)
	if shared && c.first.number == 0 {
		if c.first.call == nil {
			c.first.call = c
			c.Expect(&c.first.Scope)
		}
		ctx = &c.first
	}
	ours := c.own == req && c.copied // a typed call has built it, see Owned
	req = c.copy(ctx, req)
	c.copied = ours
	return req
}

// copy makes a shallow copy of req, which the layers may write to. The first copy is
// part of the record. The caller holds the lock.
func (c *Call) copy(ctx context.Context, req *http.Request) *http.Request {
	if c.request.URL == nil {
		template := c.request.Pattern
		c.request = *req.WithContext(ctx) // the compiler inlines it: nothing is allocated
		c.request.Pattern = template
		req = &c.request
	} else {
		req = req.WithContext(ctx)
	}
	c.own, c.copied, c.onHop = req, false, false
	return req
}
