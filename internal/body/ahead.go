package body

import (
	"io"
	"time"
)

// firstCapacity is the most memory that is taken before a byte has come: a
// server may announce any length.
const firstCapacity = 64 << 10

// ReadAhead reads up to limit bytes of the body into memory. hint is how many
// there will be, -1 if that is not known. It returns what the reader would see
// of a body that breaks before that; the bytes until then are kept.
func (b *Body) ReadAhead(limit, hint int64) error {
	if limit <= 0 {
		return nil
	}
	if hint < 0 {
		hint = 512
	}
	return b.fill(min(hint, limit, firstCapacity), limit, time.Time{})
}

// ReadShort reads a body of which nothing was read yet ahead of its reader, if its
// announced length is short. The reader sees the error of one that breaks.
func (b *Body) ReadShort(length int64) {
	b.mu.Lock()
	begun := b.closed || b.err != nil || b.fetched > 0
	b.mu.Unlock()
	if !begun && length > 0 && length <= firstCapacity {
		_ = b.ReadAhead(length+1, length)
	}
}

// Drain reads what is left of a short body, at most limit bytes and until the
// given time, so that its connection can be used again.
func (b *Body) Drain(limit int64, until time.Time) {
	b.mu.Lock()
	done := b.closed || b.err != nil || b.ahead.left() > 0
	b.mu.Unlock()
	if !done {
		_ = b.fill(0, limit, until)
	}
}

// Keep reads what is left of a short body into memory, at most limit bytes and
// until the given time, and closes the connection's body. Where that was not all,
// the reader sees what there is and then an error.
func (b *Body) Keep(limit int64, until time.Time) {
	b.mu.Lock()
	done := b.closed || b.err != nil
	b.mu.Unlock()
	if done || b.fill(0, limit, until) != nil {
		return
	}
	b.mu.Lock()
	whole := b.err != nil
	b.mu.Unlock()
	if whole {
		return
	}
	cut := b.owner.ReadError(io.ErrUnexpectedEOF)
	b.mu.Lock()
	if b.err == nil {
		b.err = cut
	}
	b.mu.Unlock()
	_ = b.rc.Close()
}

// fill reads until the end, limit bytes, or the given time. The buffer is its own
// meanwhile: closing the body does not give it to another call.
func (b *Body) fill(size, limit int64, until time.Time) error {
	b.mu.Lock()
	buf := b.ahead
	b.ahead = nil
	b.mu.Unlock()
	if size > 0 && buf == nil {
		buf = grab(size)
	}
	var err error
	for err == nil && int64(buf.left()) < limit && !b.isClosed() && (until.IsZero() || time.Now().Before(until)) {
		buf, err = b.more(buf, limit)
	}
	b.mu.Lock()
	if b.closed {
		b.drop(buf)
	} else {
		b.ahead = buf
	}
	b.mu.Unlock()
	switch err {
	case nil:
		return nil
	case io.EOF:
		_ = b.rc.Close() // the connection is free from here on
		return nil
	}
	return err
}

func (b *Body) isClosed() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.closed
}

// more reads some bytes into buf, limit at most.
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

// Peek lets f read what was read ahead, and rewinds it.
func (b *Body) Peek(f func() bool) bool {
	b.show(true)
	defer b.show(false)
	return f()
}

// show begins or ends a look at what was read ahead.
func (b *Body) show(only bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.peek = only
	if b.ahead != nil {
		b.ahead.pos = 0
	}
}
