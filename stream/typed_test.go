package stream_test

import (
	"context"
	"errors"
	"io"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/mock"
	"example.com/outbound/stream"
)

// errOf reads a stream to its end.
func errOf[T any](seq func(yield func(T, error) bool)) (last error) {
	for _, err := range seq {
		last = err
	}
	return last
}

func TestAnErrorOfAStreamWasNoHTTPError(t *testing.T) {
	operation := &outbound.ResponseMeta{URL: &url.URL{Scheme: "http", Host: "mock.test", Path: "/"}, Header: map[string][]string{"Location": {"/jobs/7"}}}
	tooLong := func() io.Reader {
		return io.MultiReader(strings.NewReader("data: "), io.LimitReader(&repeat{"x"}, stream.MaxEvent+1<<20))
	}
	tooMany := func() io.Reader {
		return io.LimitReader(&repeat{"data: 0123456789012345678901234567890123456789\n"}, stream.MaxEvent+16<<20)
	}
	for name, tt := range map[string]struct {
		reply mock.Reply
		open  func(ctx context.Context, c *outbound.Client) error
		kind  httperror.Kind
		is    error
	}{
		"a wait of Events ends with its deadline": {events("data: a\n\n"), func(ctx context.Context, c *outbound.Client) error {
			ctx, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			return errOf(stream.Events(ctx, c, "/x"))
		}, httperror.Deadline, context.DeadlineExceeded},
		"a wait of Events is cancelled": {events("data: a\n\n"), func(ctx context.Context, c *outbound.Client) error {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(time.Second, cancel)
			return errOf(stream.Events(ctx, c, "/x"))
		}, httperror.Canceled, context.Canceled},
		"a wait of Events is cancelled with a cause": {events("data: a\n\n"), func(ctx context.Context, c *outbound.Client) error {
			ctx, cancel := context.WithCancelCause(ctx)
			time.AfterFunc(time.Second, func() { cancel(io.ErrNoProgress) })
			return errOf(stream.Events(ctx, c, "/x"))
		}, httperror.Canceled, io.ErrNoProgress},
		"the context ends in the loop over Events": {events("data: a\n\n"), func(ctx context.Context, c *outbound.Client) error {
			ctx, cancel := context.WithCancel(ctx)
			defer cancel()
			var last error
			for _, last = range stream.Events(ctx, c, "/x") {
				cancel()
			}
			return last
		}, httperror.Canceled, context.Canceled},
		"a wait of Poll ends with its deadline": {mock.Status(202), func(ctx context.Context, c *outbound.Client) error {
			ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
			defer cancel()
			_, err := stream.Poll[string](ctx, c, operation, stream.Polling{})
			return err
		}, httperror.Deadline, context.DeadlineExceeded},
		"a field of an event is too long": {mock.Stream(200, tooLong()).With("Content-Type", "text/event-stream"), func(ctx context.Context, c *outbound.Client) error {
			return errOf(stream.Events(ctx, c, "/x"))
		}, httperror.TooLarge, nil},
		"an event is too long": {mock.Stream(200, tooMany()).With("Content-Type", "text/event-stream"), func(ctx context.Context, c *outbound.Client) error {
			return errOf(stream.Events(ctx, c, "/x"))
		}, httperror.TooLarge, nil},
		"a line is too long": {mock.Stream(200, tooLong()), func(ctx context.Context, c *outbound.Client) error {
			return errOf(stream.Lines[string](ctx, c, "/x"))
		}, httperror.TooLarge, nil},
		"a line is no JSON": {mock.Text(200, "{}\nx\n"), func(ctx context.Context, c *outbound.Client) error {
			return errOf(stream.Lines[struct{}](ctx, c, "/x"))
		}, httperror.Decode, nil},
		"HTML in place of lines": {mock.Text(200, "<p>sign in</p>\n").With("Content-Type", "text/html; charset=utf-8"), func(ctx context.Context, c *outbound.Client) error {
			return errOf(stream.Lines[string](ctx, c, "/x"))
		}, httperror.Decode, nil},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, m := mock.New(t)
				m.On("GET", "/x", tt.reply).AnyTimes()
				m.On("GET", "/jobs/7", tt.reply).AnyTimes()
				err := tt.open(t.Context(), c)
				e, ok := errors.AsType[*outbound.HTTPError](err)
				if !ok || e.Kind != tt.kind || tt.is != nil && !errors.Is(err, tt.is) {
					t.Fatalf("got %v (%T), want an *HTTPError of kind %s around %v", err, err, tt.kind, tt.is)
				}
				if e.Delivery == "" || e.Delivery == httperror.Answered && (e.URL == "" || e.StatusCode != 200) {
					t.Errorf("got %+v, want the delivery, and of an answer its address and status", e)
				}
			})
		})
	}
}

// repeat is a text without an end.
type repeat struct{ text string }

func (r *repeat) Read(p []byte) (n int, err error) {
	for n < len(p) {
		n += copy(p[n:], r.text)
	}
	if cut := n % len(r.text); n > cut {
		n -= cut
	}
	return n, nil
}
