package callinfo

import (
	"io"
	"net/http"
	"time"
)

// Bounds of reading what nobody wants, so that the connection can be used
// again.
const (
	maxDrain     = 64 << 10
	maxDrainTime = 50 * time.Millisecond
)

// readAhead reads up to limit bytes of the body into memory. It returns the
// typed error of a body that breaks before that; the bytes until then are kept.
func (b *Body) readAhead(limit int64, resp *http.Response) error {
	if limit <= 0 {
		return nil
	}
	size := int64(512)
	if resp.ContentLength >= 0 {
		size = resp.ContentLength
	}
	if req := resp.Request; req != nil && req.Method == http.MethodHead {
		size = 0
	}
	return b.fill(min(size, limit), limit, time.Time{})
}

// fill reads until the end, limit bytes, or the given time. The buffer is its own
// meanwhile: who closes the body does not hand it on to another call.
func (b *Body) fill(size, limit int64, until time.Time) error {
	c := b.call
	c.mu.Lock()
	buf := b.ahead
	b.ahead = nil
	if size > 0 && buf == nil {
		buf = grab(size)
	}
	for !b.closed && b.err == nil && int64(buf.left()) < limit && (until.IsZero() || time.Now().Before(until)) {
		buf, b.err = b.more(buf, limit)
	}
	if !b.closed {
		b.ahead = buf
	}
	err := b.err
	c.mu.Unlock()
	switch err {
	case nil:
		return nil
	case io.EOF:
		_ = b.rc.Close() // the connection is free from here on
		return nil
	}
	return err
}

// more reads some bytes into buf, limit at most. The caller holds the lock.
func (b *Body) more(buf *buffer, limit int64) (*buffer, error) {
	var into []byte
	if buf != nil {
		have := buf.bytes
		into = have[len(have):min(int64(cap(have)), limit)]
	}
	full := len(into) == 0 // is this the end?
	if full {
		into = b.one[:]
	}
	n, err := b.fetch(into)
	switch {
	case n == 0:
	case !full:
		buf.bytes = buf.bytes[:len(buf.bytes)+n]
	default:
		if buf == nil {
			buf = grab(1)
		}
		buf.bytes = append(buf.bytes, into[:n]...)
	}
	return buf, err
}

// Peek lets f read what was read ahead of resp's body, and rewinds it.
func Peek(resp *http.Response, f func() bool) bool {
	b, ok := body(resp)
	if !ok {
		return f()
	}
	b.show(true)
	defer b.show(false)
	return f()
}

// show begins or ends a look at what was read ahead.
func (b *Body) show(only bool) {
	b.call.mu.Lock()
	defer b.call.mu.Unlock()
	b.peek = only
	if b.ahead != nil {
		b.ahead.pos = 0
	}
}

// Discard drops resp. What is left of a short body is read first, so that the
// connection is used again; a long or slow one is cut.
func (c *Call) Discard(resp *http.Response) {
	b, ok := body(resp)
	if ok && b.err == nil && b.ahead.left() == 0 {
		c.bound(&c.bounds.attempt, c.Elapsed()+maxDrainTime)
		_ = b.fill(0, maxDrain, time.Now().Add(maxDrainTime))
		c.bound(&c.bounds.attempt, 0)
	}
	if resp != nil && resp.Body != nil {
		_ = resp.Body.Close()
	}
	if ok {
		c.attemptWith(b).leave()
	}
}

// attemptWith is the attempt that b is the body of, or if a layer has put its
// own around that, the last one.
func (c *Call) attemptWith(b *Body) *Attempt {
	c.mu.Lock()
	defer c.mu.Unlock()
	for a := c.current; a != nil; a = a.before {
		if &a.body == b {
			return a
		}
	}
	return c.current
}

func body(resp *http.Response) (*Body, bool) {
	if resp == nil {
		return nil, false
	}
	b, ok := resp.Body.(*Body)
	return b, ok
}
