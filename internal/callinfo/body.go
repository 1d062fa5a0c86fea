package callinfo

import (
	"io"
	"net/http"
	"sync"
)

// Body is a response body: it may have been read ahead inside the attempt, its
// errors are typed, it ends when no byte comes for too long, and the last one
// of a call ends the call.
//
// Read and Close may be called at the same time, as with net/http's.
type Body struct {
	call   *Call
	rc     io.ReadCloser
	buf    []byte  // read ahead
	pos    int     // what of it is delivered
	memory *buffer // of buf, if it goes back

	mu     sync.Mutex
	err    error // why rc has ended; io.EOF after the whole body
	peek   bool  // only what was read ahead is shown
	closed bool
	final  bool // the end of this body is the end of the call
	n      int64
	limit  int64 // most bytes delivered, 0 = no bound
	one    [1]byte
}

// wrap puts the attempt's body on resp.
func (a *Attempt) wrap(resp *http.Response) *Body {
	b := &a.body
	b.call, b.rc = a.call, resp.Body
	if b.rc == nil {
		b.rc = http.NoBody
	}
	resp.Body = b
	return b
}

// Hand makes resp the call's answer: the end of its body ends the call. limit
// is the most bytes that the body may have, 0 = no bound.
func (c *Call) Hand(resp *http.Response, limit int64) *Body {
	b := c.Take(resp, limit)
	b.mu.Lock()
	b.final = true
	b.mu.Unlock()
	return b
}

// Take is the body of resp, which the edge reads itself.
func (c *Call) Take(resp *http.Response, limit int64) *Body {
	b, ok := resp.Body.(*Body)
	if !ok || b.call != c {
		b = &Body{call: c, rc: resp.Body} // a layer has put its own around ours
		resp.Body = b
	}
	b.mu.Lock()
	b.limit = limit
	b.mu.Unlock()
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
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf, b.err == io.EOF && b.pos == 0 && !b.closed && (b.limit == 0 || int64(len(b.buf)) <= b.limit)
}
