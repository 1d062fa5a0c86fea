package body

import "sync"

// maxPooled is the largest buffer that is kept for the next call.
const maxPooled = 64 << 10

// buffer is what was read ahead of a body. It goes back when it is read or
// closed.
type buffer struct {
	bytes []byte
	pos   int // bytes delivered
}

var buffers = sync.Pool{New: func() any { return new(buffer) }}

// grab returns an empty buffer of at least size bytes.
func grab(size int64) *buffer {
	b := buffers.Get().(*buffer)
	if int64(cap(b.bytes)) < size {
		b.bytes = make([]byte, 0, size)
	}
	b.bytes, b.pos = b.bytes[:0], 0
	return b
}

// left is how much is not delivered; nothing of a nil buffer.
func (b *buffer) left() int {
	if b == nil {
		return 0
	}
	return len(b.bytes) - b.pos
}

func (b *buffer) read(p []byte) int {
	n := copy(p, b.bytes[b.pos:])
	b.pos += n
	return n
}

// release gives the memory back. The caller holds the lock.
func (b *Body) release() {
	if b.ahead != nil && cap(b.ahead.bytes) <= maxPooled {
		buffers.Put(b.ahead)
	}
	b.ahead = nil
}
