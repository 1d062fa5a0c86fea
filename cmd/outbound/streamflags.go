package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"syscall"

	"example.com/outbound"
)

// streamFlags are the flags of the commands that print a stream.
type streamFlags struct {
	target
	Count int `help:"End after N events or lines." short:"n" placeholder:"N"`
}

// openStream is a stream that is ready to be requested.
type openStream struct {
	ctx     context.Context // ends when the reader of the output has gone too
	client  *outbound.Client
	address string
	opts    []outbound.CallOption
	left    int // lines still to be printed; negative: all
	to      io.Writer
}

// open makes the client, with the further options, and the request of the stream.
func (f *streamFlags) open(ctx context.Context, s *streams, more ...outbound.Option) (*openStream, error) {
	if f.Count < 0 {
		return nil, usageError{errors.New("-n is negative")}
	}
	body, err := f.body(s.in)
	if err != nil {
		return nil, err
	}
	header, err := f.header(body)
	if err != nil {
		return nil, err
	}
	client, _, err := f.client(f.report(s), nil, more...)
	if err != nil {
		return nil, err
	}
	address, err := addressOf(client.BaseURL(), f.URL)
	if err != nil {
		return nil, err
	}
	opts := append(f.callOptions(), options(header)...)
	if body != nil {
		data, err := io.ReadAll(body) // each connection sends it
		if err != nil {
			return nil, readError{err}
		}
		opts = append(opts, outbound.Method(http.MethodPost, data))
	}
	left := f.Count
	if left == 0 {
		left = -1
	}
	ctx, stop := context.WithCancelCause(ctx)
	whenUnread(s.out.file, func() { stop(writeError{syscall.EPIPE}) })
	return &openStream{ctx: ctx, client: client, address: address, opts: opts, left: left, to: s.out.lines()}, nil
}

// print writes a line at once. more is false after the last line that -n asks for.
func (d *openStream) print(line []byte) (more bool, err error) {
	if _, err := d.to.Write(append(line, '\n')); err != nil {
		return false, writeError{err}
	}
	d.left--
	return d.left != 0, nil
}

// ended is the error of the command after a stream has ended with err.
func (d *openStream) ended(err error) error {
	if unread := (writeError{}); errors.As(context.Cause(d.ctx), &unread) {
		return unread
	}
	return err
}
