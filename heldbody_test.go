package outbound_test

import (
	"io"
	"sync"
)

// heldBody knows whether it was closed.
type heldBody struct {
	io.ReadCloser
	mu     sync.Mutex
	closed bool
}

func (b *heldBody) Close() error {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	return b.ReadCloser.Close()
}

func (b *heldBody) isClosed() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.closed
}
