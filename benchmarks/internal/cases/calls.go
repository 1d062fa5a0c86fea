package cases

import (
	"context"
	"io"

	"example.com/outbound/benchmarks/internal/peer"
	"example.com/outbound/benchmarks/internal/wire"
)

func get(path string) func(context.Context, peer.Client) error {
	return func(ctx context.Context, c peer.Client) error { return c.Get(ctx, path) }
}

func list(path string) func(context.Context, peer.Client) error {
	return func(ctx context.Context, c peer.Client) error {
		_, err := c.List(ctx, path)
		return err
	}
}

func decode(ctx context.Context, c peer.Client) error {
	_, err := c.Decode(ctx, wire.ItemPath)
	return err
}

func post(ctx context.Context, c peer.Client) error {
	_, err := c.Post(ctx, wire.PostPath, wire.Post)
	return err
}

func bytes(ctx context.Context, c peer.Client) error {
	_, err := c.Bytes(ctx, wire.BigPath)
	return err
}

func stream(ctx context.Context, c peer.Client) error {
	return c.Stream(ctx, wire.BigPath, sink{})
}

// sink drops what it is given and, unlike io.Discard, does not bring a pooled
// buffer of its own: the copy costs what it costs into a file.
type sink struct{}

func (sink) Write(p []byte) (int, error) { return len(p), nil }

var _ io.Writer = sink{}
