package callinfo

import "sync"

// maxPooled is the largest buffer that is kept for the next call.
const maxPooled = 64 << 10

// buffer is the memory of a body that was read ahead. It goes back when the body
// is read or closed.
type buffer struct{ bytes []byte }

var buffers = sync.Pool{New: func() any { return new(buffer) }}

// grab gives the body an empty buffer of at least size bytes.
func (b *Body) grab(size int64) {
	b.memory = buffers.Get().(*buffer)
	if int64(cap(b.memory.bytes)) < size {
		b.memory.bytes = make([]byte, 0, size)
	}
	b.buf = b.memory.bytes[:0]
}

// release gives the memory back. The caller holds the lock.
func (b *Body) release() {
	if b.memory == nil {
		return
	}
	if cap(b.buf) <= maxPooled {
		b.memory.bytes = b.buf[:0]
		buffers.Put(b.memory)
	}
	b.memory, b.buf, b.pos = nil, nil, 0
}
