package callinfo

import (
	"io"
	"net/http"

	"example.com/outbound/httperror"
)

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
