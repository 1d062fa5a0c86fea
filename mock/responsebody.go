package mock

import (
	"context"
	"io"
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

// boundBody is a response body that ends with ctx, even if the body beneath does
// not: that one is read by another goroutine, which run starts.
type boundBody struct {
	io.ReadCloser
	ctx context.Context
	run func(func())
}

func (b *boundBody) Read(p []byte) (int, error) {
	if b.ctx.Err() != nil {
		return 0, context.Cause(b.ctx)
	}
	if b.ctx.Done() == nil {
		return b.ReadCloser.Read(p)
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
		return 0, context.Cause(b.ctx)
	}
}
