package callinfo

import (
	"io"
	"net/http"

	"example.com/outbound/httperror"
)

// Read delivers what was read ahead, then the rest.
func (b *Body) Read(p []byte) (n int, err error) {
	if b.plain.Load() {
		if n, err = b.rc.Read(p); err == nil {
			b.n.Add(int64(n))
			return n, nil
		}
		return b.last(n, err)
	}
	return b.read(p)
}

// last delivers the last bytes of a plain body.
func (b *Body) last(n int, err error) (int, error) {
	if err != io.EOF {
		err = b.typed(err)
	}
	b.call.mu.Lock()
	b.plain.Store(false)
	b.err = err
	b.call.mu.Unlock()
	return b.deliver(n, err)
}

// read looks at all there is to a body that is not plain.
func (b *Body) read(p []byte) (n int, err error) {
	c := b.call
	c.mu.Lock()
	switch {
	case b.closed:
		c.mu.Unlock()
		return 0, http.ErrBodyReadAfterClose
	case b.ahead.left() > 0:
		n = b.ahead.read(p)
		if b.ahead.left() == 0 && !b.peek {
			b.release()
		}
	case b.peek:
		err = io.EOF
	case b.err != nil:
		err = b.err
	default:
		n, err = b.fetch(p)
		b.err = err
	}
	peek := b.peek
	c.mu.Unlock()
	if peek {
		return n, err
	}
	return b.deliver(n, err)
}

// deliver counts n bytes, refuses those beyond the limit, and ends the call with
// its last body.
func (b *Body) deliver(n int, err error) (int, error) {
	all := b.n.Add(int64(n))
	if b.limit > 0 && all > b.limit {
		n = max(n-int(all-b.limit), 0)
		all = b.limit
		b.n.Store(all)
		err = b.tooLarge()
	}
	if err != nil && b.final {
		if err == io.EOF {
			b.call.finish(all, nil)
		} else {
			b.call.finish(all, err)
		}
	}
	return n, err
}

// tooLarge ends the body at its limit.
func (b *Body) tooLarge() error {
	err := b.call.error(httperror.TooLarge, nil)
	b.call.mu.Lock()
	b.err = err
	b.release()
	b.call.mu.Unlock()
	return err
}

// fetch reads from the connection, typed, and under the bound on silence. The
// caller holds the lock, which is free in between.
func (b *Body) fetch(p []byte) (int, error) {
	c := b.call
	if c.BodyIdle > 0 {
		c.reading = true
		c.read()
	}
	c.mu.Unlock()
	n, err := b.rc.Read(p)
	if err != nil && err != io.EOF {
		err = b.typed(err)
	}
	c.mu.Lock()
	if c.BodyIdle > 0 {
		c.reading, c.bounds.idle = false, 0
	}
	return n, err
}

// typed types a failed read.
func (b *Body) typed(err error) error {
	e := b.call.typed(b.call.attemptWith(b), err)
	switch e.Kind {
	case httperror.Canceled, httperror.Deadline, httperror.Timeout, httperror.TooLarge, httperror.Decode:
	default:
		if httperror.Classify(err) != httperror.Timeout {
			e.Kind = httperror.Body
		}
	}
	return e
}
