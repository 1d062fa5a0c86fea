package callinfo

import (
	"iter"
	"net/http"

	"example.com/outbound/internal/origin"
)

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

// Hop notes that req is the call's next request, as it came to the edge.
func (c *Call) Hop(req *http.Request) {
	if c.hop != nil {
		c.Status, c.Header = 0, nil
		c.mu.Lock()
		m := c.more()
		m.hops = append(m.hops, c.hop)
		c.Crossed = c.Crossed || !origin.Same(m.hops[0].URL, req.URL)
		c.mu.Unlock()
	}
	c.hop, c.flying = req, true
}

// Landed notes that the hop has left the chain.
func (c *Call) Landed() { c.flying = false }

// CleanUp ends a call whose hop has not landed: a layer panics.
func (c *Call) CleanUp() {
	if c.flying {
		c.abort()
	}
}

// Last is the request of the current hop, nil before the first.
func (c *Call) Last() *http.Request { return c.hop }

// Redirects is the number of hops after the first.
func (c *Call) Redirects() int { return len(c.less().hops) }

// Hops are the requests of all hops so far, as they came to the edge.
func (c *Call) Hops() iter.Seq[*http.Request] {
	return func(yield func(*http.Request) bool) {
		for _, req := range c.less().hops {
			if !yield(req) {
				return
			}
		}
		if c.hop != nil {
			yield(c.hop)
		}
	}
}
