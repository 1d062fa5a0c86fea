package mock

import (
	"context"
	"errors"
	"io"
	"sync"
)

// timedBody is a response body whose use belongs to the attempt.
type timedBody struct {
	io.ReadCloser
	x *exchange
}

func (b *timedBody) Read(p []byte) (int, error) {
	defer b.x.touch()
	return b.ReadCloser.Read(p)
}

// boundBody is a response body that ends with its context and with its Close, even
// if the body beneath does not: that one is read by another goroutine, which run
// starts.
type boundBody struct {
	io.ReadCloser
	ctx    context.Context
	run    func(func())
	once   sync.Once
	closed chan struct{}
}

func newBoundBody(ctx context.Context, rc io.ReadCloser, run func(func())) *boundBody {
	return &boundBody{ReadCloser: rc, ctx: ctx, run: run, closed: make(chan struct{})}
}

var errClosed = errors.New("http: read on closed response body") // net/http's text

func (b *boundBody) Read(p []byte) (int, error) {
	if err := b.ended(); err != nil {
		return 0, err
	}
	type result struct {
		n   int
		err error
	}
	buf, read := make([]byte, len(p)), make(chan result, 1)
	b.run(func() {
		n, err := b.ReadCloser.Read(buf)
		read <- result{n, err}
	})
	select {
	case r := <-read:
		return copy(p, buf[:r.n]), r.err
	case <-b.ctx.Done():
	case <-b.closed:
	}
	return 0, b.ended()
}

// ended says why the body cannot be read any more, nil while it can.
func (b *boundBody) ended() error {
	select {
	case <-b.closed:
		return errClosed
	default:
	}
	if b.ctx.Err() != nil {
		return context.Cause(b.ctx)
	}
	return nil
}

func (b *boundBody) Close() (err error) {
	b.once.Do(func() {
		close(b.closed)
		err = b.ReadCloser.Close()
	})
	return err
}
