package testkit

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
)

// errClosed has the text of net/http's own error.
var errClosed = errors.New("http: read on closed response body")

// Body is a body that counts how often it was closed. After Close it cannot be
// read. As the body of a response it ends with the context of its request. It is
// safe for a Close beside a Read.
type Body struct {
	rc  io.ReadCloser
	ctx context.Context

	mu     sync.Mutex
	end    error // of the first Read that failed; it stays
	closes int
	shut   chan struct{} // closed by the first Close
}

// NewBody makes a body that reads r, for a request or a response. It closes r
// when it ends, if r is an [io.Closer]; an r that blocks must stop blocking then,
// as an [io.PipeReader] does.
func NewBody(r io.Reader) *Body { return bind(context.Background(), readCloser(r)) }

func readCloser(r io.Reader) io.ReadCloser {
	switch r := r.(type) {
	case io.ReadCloser:
		return r
	case *strings.Reader:
		return inMemory{r}
	}
	return io.NopCloser(r)
}

// inMemory is a body that never blocks.
type inMemory struct{ *strings.Reader }

func (inMemory) Close() error { return nil }

func bind(ctx context.Context, rc io.ReadCloser) *Body {
	return &Body{rc: rc, ctx: ctx, shut: make(chan struct{})}
}

// Read fails with the cause of the context once that has ended, even while the
// body beneath it blocks.
func (b *Body) Read(p []byte) (int, error) {
	if err := b.over(); err != nil {
		return 0, err
	}
	n, err := b.read(p)
	if over := b.over(); over != nil {
		return 0, over
	}
	b.mu.Lock()
	b.end = err
	b.mu.Unlock()
	return n, err
}

func (b *Body) read(p []byte) (int, error) {
	if _, ok := b.rc.(inMemory); ok {
		return b.rc.Read(p)
	}
	type result struct {
		n   int
		err error
	}
	buf, read := make([]byte, len(p)), make(chan result, 1)
	go func() {
		n, err := b.rc.Read(buf)
		read <- result{n, err}
	}()
	select {
	case r := <-read:
		return copy(p, buf[:r.n]), r.err
	case <-b.ctx.Done():
		_ = b.rc.Close() // a pipe stops blocking
	case <-b.shut:
	}
	return 0, b.over()
}

// over says why the body cannot be read any more, nil while it can. The order is
// net/http's.
func (b *Body) over() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.closes > 0:
		return errClosed
	case b.end != nil:
		return b.end
	case b.ctx.Err() != nil:
		return context.Cause(b.ctx)
	}
	return nil
}

// Close closes the body beneath at the first call, and counts every call.
func (b *Body) Close() error {
	b.mu.Lock()
	b.closes++
	first := b.closes == 1
	b.mu.Unlock()
	if !first {
		return nil
	}
	close(b.shut)
	return b.rc.Close()
}

// Closes is how often the body was closed.
func (b *Body) Closes() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.closes
}

// WantClosed fails t unless the body was closed.
func (b *Body) WantClosed(t testing.TB) {
	t.Helper()
	if b.Closes() == 0 {
		t.Error("the body was not closed")
	}
}
