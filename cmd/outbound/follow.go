package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"syscall"

	"example.com/outbound"
)

// follow is what the commands have that print a stream as it comes.
type follow struct {
	target
	Count int `help:"End after N of them." short:"n" placeholder:"N"`
}

// feed is a stream that can be asked for.
type feed struct {
	ctx     context.Context // ends when nobody reads the output any more
	client  *outbound.Client
	address string
	opts    []outbound.CallOption
	left    int // still to be printed; negative: all
	to      io.Writer
}

// open makes the stream that the flags ask for. The observers are told of its calls.
func (f *follow) open(ctx context.Context, s *streams, more ...outbound.Option) (*feed, error) {
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
	opts := append(f.callOptions(), fields(header)...)
	if body != nil {
		data, err := io.ReadAll(body) // it may be sent again
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
	return &feed{ctx: ctx, client: client, address: address, opts: opts, left: left, to: s.out.lines()}, nil
}

// fields are the header fields as options: each value of a name.
func fields(h http.Header) (opts []outbound.CallOption) {
	for name, values := range h {
		opts = append(opts, outbound.Header(name, values[0]))
		for _, v := range values[1:] {
			opts = append(opts, outbound.AddHeader(name, v))
		}
	}
	return opts
}

// print writes a line at once. more is false after the last one that is wanted.
func (d *feed) print(line []byte) (more bool, err error) {
	if _, err := d.to.Write(append(line, '\n')); err != nil {
		return false, writeError{err}
	}
	d.left--
	return d.left != 0, nil
}

// ended is the error of the command after a stream has ended with err.
func (d *feed) ended(err error) error {
	if unread := (writeError{}); errors.As(context.Cause(d.ctx), &unread) {
		return unread
	}
	return err
}
