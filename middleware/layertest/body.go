package layertest

import (
	"context"
	"errors"
	"io"
	"sync"
)

var errClosedBody = errors.New("layertest: the body was read after it was closed")

// trackedBody is a request or response body that knows whether it was closed.
type trackedBody struct {
	ctx    context.Context // of the request at the base; nil for a request body
	origin string          // what it belongs to, for the report
	hang   func()          // called by Read; nil: it delivers

	mu     sync.Mutex
	rest   []byte
	closed bool
}

func (b *trackedBody) Read(p []byte) (int, error) {
	if b.hang != nil {
		b.hang()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.closed:
		return 0, errClosedBody
	case b.ctx != nil && b.ctx.Err() != nil: // as net/http's bodies do
		return 0, b.ctx.Err()
	case len(b.rest) == 0:
		return 0, io.EOF
	}
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}

func (b *trackedBody) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	return nil
}

func (b *trackedBody) isClosed() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.closed
}

// bodies are those handed out in one exchange.
type bodies struct {
	mu   sync.Mutex
	list []*trackedBody
}

func (l *bodies) add(b *trackedBody) *trackedBody {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = append(l.list, b)
	return b
}

// open is the first that is not closed, nil if all are.
func (l *bodies) open() *trackedBody {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, b := range l.list {
		if !b.isClosed() {
			return b
		}
	}
	return nil
}

func (l *bodies) allClosed() bool { return l.open() == nil }
