package callinfo

import (
	"io"
	"net/http"
	"sync"

	"example.com/outbound/httperror"
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

// Read delivers what was read ahead, then the rest.
func (b *Body) Read(p []byte) (int, error) {
	b.mu.Lock()
	switch {
	case b.closed:
		b.mu.Unlock()
		return 0, http.ErrBodyReadAfterClose
	case b.pos < len(b.buf):
		n := copy(p, b.buf[b.pos:])
		b.pos += n
		n, err := b.count(n)
		if b.pos == len(b.buf) && !b.peek {
			b.release()
		}
		b.mu.Unlock()
		return n, b.ended(err)
	case b.peek:
		b.mu.Unlock()
		return 0, io.EOF
	case b.err != nil:
		err := b.err
		b.mu.Unlock()
		return 0, b.ended(err)
	}
	b.mu.Unlock()

	n, err := b.fetch(p)

	b.mu.Lock()
	b.err = err
	n, err = b.count(n)
	if err == nil {
		err = b.err
	}
	b.mu.Unlock()
	return n, b.ended(err)
}

// count adds n delivered bytes and refuses those beyond the limit. The caller
// holds the lock.
func (b *Body) count(n int) (int, error) {
	if b.peek {
		return n, nil
	}
	b.n += int64(n)
	if b.limit > 0 && b.n > b.limit {
		over := int(b.n - b.limit)
		b.n = b.limit
		b.err = b.call.error(httperror.TooLarge, nil)
		b.pos = len(b.buf)
		return max(n-over, 0), b.err
	}
	return n, nil
}

// fetch reads from the connection, typed, and under the bound on silence.
func (b *Body) fetch(p []byte) (int, error) {
	c := b.call
	if c.BodyIdle > 0 {
		c.set(&c.clock.idle, c.Elapsed()+c.BodyIdle)
	}
	n, err := b.rc.Read(p)
	if c.BodyIdle > 0 {
		c.set(&c.clock.idle, 0)
	}
	if err != nil && err != io.EOF {
		err = c.bodyError(err)
	}
	return n, err
}

// ended finishes the call if err ends its last body.
func (b *Body) ended(err error) error {
	if err != nil && b.isFinal() {
		b.call.Bytes = b.n
		if err == io.EOF {
			b.call.End(nil)
		} else {
			b.call.End(err)
		}
	}
	return err
}

func (b *Body) isFinal() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.final
}

// Close closes the connection's body; what is not read by then is given up. Who
// only peeks closes nothing.
func (b *Body) Close() error {
	b.mu.Lock()
	if b.peek {
		b.mu.Unlock()
		return nil
	}
	was, final := b.closed, b.final
	b.closed = true
	b.release()
	b.mu.Unlock()
	if was {
		return nil
	}
	err := b.rc.Close()
	if final {
		b.call.Bytes = b.n
		b.call.End(nil)
	}
	return err
}
