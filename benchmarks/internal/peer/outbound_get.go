package peer

import (
	"context"
	"io"
	"net/http"

	"example.com/outbound"
	"example.com/outbound/benchmarks/internal/wire"
)

// typed is Get[T] and its siblings; a body to be streamed goes through Do.
type typed struct {
	c   *outbound.Client
	url string
}

func (t typed) Get(ctx context.Context, path string) error {
	_, err := outbound.Get[struct{}](ctx, t.c, path)
	return err
}

func (t typed) Decode(ctx context.Context, path string) (wire.Order, error) {
	return outbound.Get[wire.Order](ctx, t.c, path)
}

func (t typed) List(ctx context.Context, path string) ([]wire.Order, error) {
	return outbound.Get[[]wire.Order](ctx, t.c, path)
}

func (t typed) Post(ctx context.Context, path string, in any) (wire.Order, error) {
	return outbound.Post[wire.Order](ctx, t.c, path, in)
}

func (t typed) Bytes(ctx context.Context, path string) ([]byte, error) {
	return outbound.Get[[]byte](ctx, t.c, path)
}

func (t typed) Stream(ctx context.Context, path string, w io.Writer) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, t.url+path, nil)
	if err != nil {
		return err
	}
	resp, err := t.c.Do(req, outbound.Stream())
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(w, resp.Body)
	return err
}
