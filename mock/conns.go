package mock

import (
	"net"
	"net/http"
	"sync"
	"time"
)

// conns counts a server's open connections.
type conns struct {
	mu      sync.Mutex
	open    int
	changed chan struct{} // closed at the next change
}

// note is the server's ConnState.
func (c *conns) note(_ net.Conn, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch state {
	case http.StateNew:
		c.open++
	case http.StateClosed, http.StateHijacked:
		c.open--
	default:
		return
	}
	if c.changed != nil {
		close(c.changed)
		c.changed = nil
	}
}

// wait returns when no connection is open, after a second at the latest:
// net/http's server keeps a closed connection for half a second if it has not
// read the whole request, and a bubble needs its goroutines to end with the test.
func (c *conns) wait() {
	timeout := time.After(time.Second)
	for {
		c.mu.Lock()
		open := c.open
		if c.changed == nil {
			c.changed = make(chan struct{})
		}
		changed := c.changed
		c.mu.Unlock()
		if open == 0 {
			return
		}
		select {
		case <-changed:
		case <-timeout:
			return
		}
	}
}
