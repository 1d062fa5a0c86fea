package programs_test

import (
	"encoding/json"
	"net/http"
	"sync"
	"testing"
	"time"

	"example.com/outbound/middleware"
)

// calls counts the calls that begin, in a layer, and those that end, by their
// log lines.
type calls struct {
	mu           sync.Mutex
	begun, ended int
	change       chan struct{} // closed and replaced at each end
}

func newCalls() *calls { return &calls{change: make(chan struct{})} }

// begin counts a call. A redirect that is followed passes the layer again and
// belongs to the call before it.
func (c *calls) begin(next http.RoundTripper) http.RoundTripper {
	return middleware.Func(func(req *http.Request) (*http.Response, error) {
		if req.Response == nil {
			c.mu.Lock()
			c.begun++
			c.mu.Unlock()
		}
		return next.RoundTrip(req)
	})
}

// Write takes one line of the log.
func (c *calls) Write(p []byte) (int, error) {
	var line struct{ Message string }
	if err := json.Unmarshal(p, &line); err != nil {
		return 0, err
	}
	if line.Message == "call" || line.Message == "call failed" {
		c.mu.Lock()
		c.ended++
		close(c.change)
		c.change = make(chan struct{})
		c.mu.Unlock()
	}
	return len(p), nil
}

// wantEnded waits until every call has ended: a program may close a body on
// another goroutine.
func (c *calls) wantEnded(t *testing.T) {
	t.Helper()
	late := time.After(5 * time.Second)
	for {
		c.mu.Lock()
		begun, ended, change := c.begun, c.ended, c.change
		c.mu.Unlock()
		switch {
		case begun == ended:
			return
		case ended > begun:
			t.Errorf("%d calls began, %d log lines say that a call ended", begun, ended)
			return
		}
		select {
		case <-change:
		case <-late:
			t.Errorf("%d calls began, %d have ended", begun, ended)
			return
		}
	}
}
