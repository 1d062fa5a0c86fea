package peer

import (
	"context"
	"io"

	"example.com/outbound/benchmarks/internal/wire"
)

// withCallBound returns c with a deadline on the context of each call under
// [Bounded]: the means of all peers that have no bound for a whole call.
func withCallBound(mode Mode, c Client) Client {
	if mode != Bounded {
		return c
	}
	return bounded{c}
}

type bounded struct{ c Client }

func (b bounded) Get(ctx context.Context, path string) error {
	ctx, cancel := context.WithTimeout(ctx, CallBound)
	defer cancel()
	return b.c.Get(ctx, path)
}

func (b bounded) Decode(ctx context.Context, path string) (wire.Order, error) {
	ctx, cancel := context.WithTimeout(ctx, CallBound)
	defer cancel()
	return b.c.Decode(ctx, path)
}

func (b bounded) List(ctx context.Context, path string) ([]wire.Order, error) {
	ctx, cancel := context.WithTimeout(ctx, CallBound)
	defer cancel()
	return b.c.List(ctx, path)
}

func (b bounded) Post(ctx context.Context, path string, in any) (wire.Order, error) {
	ctx, cancel := context.WithTimeout(ctx, CallBound)
	defer cancel()
	return b.c.Post(ctx, path, in)
}

func (b bounded) Bytes(ctx context.Context, path string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, CallBound)
	defer cancel()
	return b.c.Bytes(ctx, path)
}

func (b bounded) Stream(ctx context.Context, path string, w io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, CallBound)
	defer cancel()
	return b.c.Stream(ctx, path, w)
}
