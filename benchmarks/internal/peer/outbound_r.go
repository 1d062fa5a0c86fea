package peer

import (
	"context"
	"io"

	"github.com/go-resty/resty/v2"

	"example.com/outbound"
	"example.com/outbound/benchmarks/internal/wire"
)

// fluent is R(): resty's requests over the chain.
type fluent struct{ c *outbound.Client }

func (f fluent) Get(ctx context.Context, path string) error {
	_, err := f.c.R(ctx).Get(path)
	return err
}

func (f fluent) Decode(ctx context.Context, path string) (v wire.Order, err error) {
	_, err = f.c.R(ctx).SetResult(&v).Get(path)
	return v, err
}

func (f fluent) List(ctx context.Context, path string) (v []wire.Order, err error) {
	_, err = f.c.R(ctx).SetResult(&v).Get(path)
	return v, err
}

func (f fluent) Post(ctx context.Context, path string, in any) (v wire.Order, err error) {
	_, err = f.c.R(ctx).SetBody(in).SetResult(&v).Post(path)
	return v, err
}

func (f fluent) Bytes(ctx context.Context, path string) ([]byte, error) {
	resp, err := f.c.R(ctx).Get(path)
	if err != nil {
		return nil, err
	}
	return resp.Body(), nil
}

func (f fluent) Stream(ctx context.Context, path string, w io.Writer) error {
	resp, err := f.c.R(ctx, outbound.Stream()).Get(path)
	return copyRaw(resp, err, w)
}

func copyRaw(resp *resty.Response, err error, w io.Writer) error {
	if err != nil {
		return err
	}
	defer resp.RawBody().Close()
	_, err = io.Copy(w, resp.RawBody())
	return err
}
