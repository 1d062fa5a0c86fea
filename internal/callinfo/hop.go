package callinfo

import (
	"context"
	"net/http"

	"example.com/outbound/internal/origin"
)

type key struct{}

// From returns the record that ctx belongs to, nil if there is none.
func From(ctx context.Context) *Call {
	c, _ := ctx.Value(key{}).(*Call)
	return c
}

// Value returns the record itself for its own key, else the parent's value.
func (c *Call) Value(k any) any {
	if k == (key{}) {
		return c
	}
	return c.parent.Value(k)
}

// Parent is the caller's context.
func (c *Call) Parent() context.Context { return c.parent }

// Enter marks that the call has come to the chain and reports whether it is the
// first time. A record that has entered is somebody else's, as when a layer
// makes a call with the context of the request that passes it.
func (c *Call) Enter() bool {
	first := !c.entered
	c.entered = true
	return first
}

// Entered reports whether the chain has been entered.
func (c *Call) Entered() bool { return c.entered }

// Hop notes that req is the call's next request.
func (c *Call) Hop(req *http.Request) {
	if c.Trail == nil {
		c.Trail = c.trail[:0]
	}
	c.Trail = append(c.Trail, req)
	c.Status, c.Header = 0, nil
	c.Crossed = c.Crossed || !origin.Same(c.Trail[0].URL, req.URL)
}

// Last is the request of the current hop, nil before the first.
func (c *Call) Last() *http.Request {
	if len(c.Trail) == 0 {
		return nil
	}
	return c.Trail[len(c.Trail)-1]
}
