package callinfo

import (
	"context"
	"io"
	"net/http"
	"time"

	"example.com/outbound/httperror"
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

// fill reads until the end, limit bytes, or the given time.
func (b *Body) fill(size, limit int64, until time.Time) error {
	if size > 0 && b.buf == nil {
		b.grab(size)
	}
	for b.err == nil && int64(len(b.buf)) < limit && (until.IsZero() || time.Now().Before(until)) {
		into := b.buf[len(b.buf):min(int64(cap(b.buf)), limit)]
		if len(into) == 0 {
			into = b.one[:] // full: is this the end?
		}
		n, err := b.fetch(into)
		if len(b.buf) < cap(b.buf) {
			b.buf = b.buf[:len(b.buf)+n]
		} else {
			b.buf = append(b.buf, into[:n]...)
		}
		b.err = err
	}
	if b.err == nil || b.err == io.EOF {
		if b.err == io.EOF {
			_ = b.rc.Close() // the connection is free from here on
		}
		return nil
	}
	return b.err
}

// Peek lets f read what was read ahead of resp's body, and rewinds it.
func Peek(resp *http.Response, f func() bool) bool {
	b, ok := body(resp)
	if !ok {
		return f()
	}
	b.mu.Lock()
	b.peek = true
	b.mu.Unlock()
	defer func() {
		b.mu.Lock()
		b.peek, b.pos = false, 0
		b.mu.Unlock()
	}()
	return f()
}

// Discard drops resp. What is left of a short body is read first, so that the
// connection is used again; a long or slow one is cut.
func (c *Call) Discard(resp *http.Response) {
	b, ok := body(resp)
	if ok && b.err == nil && len(b.buf) == 0 {
		c.LimitAttempt(maxDrainTime)
		_ = b.fill(0, maxDrain, time.Now().Add(maxDrainTime))
		c.set(&c.clock.attempt, 0)
	}
	if resp != nil && resp.Body != nil {
		_ = resp.Body.Close()
	}
	if a := c.current; a != nil {
		a.end(context.Canceled)
	}
}

func body(resp *http.Response) (*Body, bool) {
	if resp == nil {
		return nil, false
	}
	b, ok := resp.Body.(*Body)
	return b, ok
}

// bodyError types a failed read of a body.
func (c *Call) bodyError(err error) error {
	e := c.typed(c.current, err)
	switch e.Kind {
	case httperror.Canceled, httperror.Deadline, httperror.Timeout, httperror.TooLarge, httperror.Decode:
	default:
		if httperror.Classify(err) != httperror.Timeout {
			e.Kind = httperror.Body
		}
	}
	return e
}
