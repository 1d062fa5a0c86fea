package stream

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/pause"
)

var errTooLong = errors.New("a line or an event is longer than 32 MiB")

// failed is the error of a response whose content is not what was asked for. head is
// the beginning of the content.
func failed(resp *http.Response, kind httperror.Kind, head []byte, err error) error {
	return &outbound.HTTPError{
		Kind: kind, Method: resp.Request.Method, URL: shown(resp.Request.URL), StatusCode: resp.StatusCode, Status: resp.Status,
		Body: head, Attempts: 1, Delivery: httperror.Answered, Err: err,
	}
}

// undecodable is [failed] for a response of another content type or status. It reads
// the first bytes of the body and closes it.
func undecodable(resp *http.Response, why string) error {
	head, _ := io.ReadAll(io.LimitReader(resp.Body, httperror.MaxBody)) // as many as arrive
	_ = resp.Body.Close()
	return failed(resp, httperror.Decode, head, errors.New(why))
}

// ofBody is the error of reading the body of resp, which a line or an event that is
// too long ends too.
func ofBody(resp *http.Response, err error) error {
	if errors.Is(err, errTooLong) {
		return failed(resp, httperror.TooLarge, nil, err)
	}
	return err
}

// shown is a URL without user info, query and fragment.
func shown(u *url.URL) string {
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}).String()
}

// sleep waits for d between two requests. It fails when ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	if ctx == nil {
		ctx = context.Background()
	}
	if err := pause.For(ctx, d); err == nil {
		return nil
	}
	err, cause := ctx.Err(), context.Cause(ctx)
	kind := httperror.Canceled
	if errors.Is(err, context.DeadlineExceeded) {
		kind = httperror.Deadline
	}
	if cause != err { //nolint:errorlint // the very same
		err = errors.Join(err, cause)
	}
	return &outbound.HTTPError{Kind: kind, Delivery: httperror.NotSent, Err: err}
}
