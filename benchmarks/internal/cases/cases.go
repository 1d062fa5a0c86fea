// Package cases is what the clients are asked to do.
package cases

import (
	"context"
	"io"

	"example.com/outbound/benchmarks/internal/peer"
	"example.com/outbound/benchmarks/internal/wire"
)

// Case is one operation, the same for every peer.
type Case struct {
	Name string
	Mode peer.Mode
	Call func(context.Context, peer.Client) error
	Body int // bytes of the answer, if it is a big one
	Thin int // divides the number of rounds, where an operation is long; 0 = not
}

// Parity is the case that matters most: what a service really does.
var Parity = Case{
	Name: "parity: retry, log line, token, request ID, GET, decode",
	Mode: peer.Full,
	Call: decode,
}

// Plain is the call alone.
var Plain = Case{Name: "GET 1 KiB", Call: get(wire.ItemPath)}

// Flaky is what a retry costs when there is nothing to wait for.
var Flaky = Case{Name: "503, 503, 200 without waits", Mode: peer.Retrying, Call: get(wire.FlakyPath)}

// Calls returns the small cases.
func Calls() []Case {
	return []Case{
		Parity,
		Plain,
		{Name: "GET 1 KiB and decode", Call: decode},
		{Name: "POST 4 KiB of JSON and decode", Call: post},
		Flaky,
	}
}

// The big bodies.
var (
	Bytes  = Case{Name: "10 MiB into bytes", Call: bytes, Body: len(wire.Big)}
	List   = Case{Name: "10 MiB of JSON into values", Call: list, Body: len(wire.List), Thin: 20}
	Stream = Case{Name: "10 MiB streamed", Call: stream, Body: len(wire.Big)}
)

// Bodies returns the cases of big bodies.
func Bodies() []Case { return []Case{Bytes, List, Stream} }

func get(path string) func(context.Context, peer.Client) error {
	return func(ctx context.Context, c peer.Client) error { return c.Get(ctx, path) }
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

func list(ctx context.Context, c peer.Client) error {
	_, err := c.List(ctx, wire.ListPath)
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
