package call

import (
	"net/http"
	"time"
)

// The bounds of reading a body that is dropped, so that its connection can be used
// again.
const (
	maxDrain     = 64 << 10
	maxDrainTime = 50 * time.Millisecond
)

// Discard drops resp. What is left of a short body is read first, so that the
// connection is used again; a long or slow one is cut.
func (c *Call) Discard(resp *http.Response) {
	if resp == nil {
		return
	}
	if b := bodyOf(resp); b != nil {
		if a, ok := b.Owner().(*Attempt); ok {
			a.LimitFromNow(maxDrainTime)
			b.Drain(maxDrain, time.Now().Add(maxDrainTime))
		}
	}
	if resp.Body != nil {
		_ = resp.Body.Close()
	}
}

// Retain keeps resp during the wait for the next attempt: if that is refused, resp is
// the answer. What is left of a short body is read into memory, and a long or slow one
// is cut, so that the connection is free during the wait.
func (c *Call) Retain(resp *http.Response) {
	b := bodyOf(resp)
	if b == nil {
		return
	}
	if a, ok := b.Owner().(*Attempt); ok {
		a.LimitFromNow(maxDrainTime)
		b.Keep(maxDrain, time.Now().Add(maxDrainTime))
		a.end(false)
	}
}
