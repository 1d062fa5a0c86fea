package mock

import (
	"context"
	"io"
)

// bound is a response body that ends with ctx, even if the one beneath it does
// not: that one is read aside.
type bound struct {
	io.ReadCloser
	ctx context.Context
}

func (b *bound) Read(p []byte) (int, error) {
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
	aside, read := make([]byte, len(p)), make(chan result, 1)
	go func() {
		n, err := b.ReadCloser.Read(aside)
		read <- result{n, err}
	}()
	select {
	case r := <-read:
		return copy(p, aside[:r.n]), r.err
	case <-b.ctx.Done():
		return 0, context.Cause(b.ctx)
	}
}
