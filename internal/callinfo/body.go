package callinfo

import (
	"io"
	"net/http"
	"sync/atomic"
)

// Body is a response body: it may have been read ahead inside the attempt, its
// errors are typed, it ends when no byte comes for too long, and the last one
// of a call ends the call.
//
// Read and Close may be called at the same time, as with net/http's. The lock of
// the call guards what it has.
type Body struct {
	call  *Call
	rc    io.ReadCloser
	ahead *buffer // read ahead and not delivered yet
	err   error   // why rc has ended; io.EOF after the whole body
	n     atomic.Int64
	limit int64 // most bytes delivered, 0 = no bound

	plain  atomic.Bool // what comes is delivered as it is: no look at the rest is needed
	peek   bool        // only what was read ahead is shown
	closed bool
	final  bool // the end of this body is the end of the call
	one    [1]byte
}

// wrap puts the attempt's body on resp.
func (a *Attempt) wrap(resp *http.Response) *Body {
	b := &a.body
	a.call.mu.Lock()
	defer a.call.mu.Unlock()
	b.call, b.rc = a.call, resp.Body
	if b.rc == nil {
		b.rc = http.NoBody
	}
	resp.Body = b
	return b
}

// Hand makes resp the call's answer: the end of its body ends the call.
func (c *Call) Hand(resp *http.Response) *Body {
	b := c.Take(resp, 0)
	b.final = true
	return b
}

// Take is the body of resp, which the edge reads itself. limit is the most bytes
// that it may have, 0 = no bound. There is no need for the lock: the body is not
// handed out yet.
func (c *Call) Take(resp *http.Response, limit int64) *Body {
	b, ok := resp.Body.(*Body)
	if !ok || b.call != c {
		b = &Body{call: c, rc: resp.Body} // a layer has put its own around ours
		resp.Body = b
	}
	b.limit = limit
	b.plain.Store(!b.closed && b.ahead == nil && b.err == nil && limit == 0 && c.BodyIdle == 0)
	return b
}

// Of returns the record that resp belongs to, nil if it did not come through a
// client.
func Of(resp *http.Response) *Call {
	if resp == nil {
		return nil
	}
	if b, ok := resp.Body.(*Body); ok {
		return b.call
	}
	if resp.Request != nil {
		return From(resp.Request.Context())
	}
	return nil
}

// Whole returns the body if all of it was read ahead and none delivered. The
// bytes are the body's until it is closed.
func (b *Body) Whole() ([]byte, bool) {
	b.call.mu.Lock()
	defer b.call.mu.Unlock()
	whole := b.err == io.EOF && b.n.Load() == 0 && !b.closed
	if b.ahead == nil {
		return nil, whole
	}
	return b.ahead.bytes, whole && (b.limit == 0 || int64(len(b.ahead.bytes)) <= b.limit)
}

// Close closes the connection's body; what is not read by then is given up. Who
// only peeks closes nothing.
func (b *Body) Close() error {
	c := b.call
	c.mu.Lock()
	if b.peek || b.closed {
		c.mu.Unlock()
		return nil
	}
	b.closed = true
	b.plain.Store(false)
	b.release()
	c.mu.Unlock()
	err := b.rc.Close()
	if b.final {
		c.finish(b.n.Load(), nil)
	}
	return err
}
