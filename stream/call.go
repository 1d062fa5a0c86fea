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
)

// get asks for path and hands the body over unread. The path may be relative to
// the base URL of the client.
func get(ctx context.Context, c *outbound.Client, path string, opts []outbound.CallOption) (*http.Response, error) {
	u, err := url.Parse(path)
	if err != nil {
		return nil, &outbound.HTTPError{Kind: httperror.Request, Delivery: httperror.NotSent, Err: errors.New("the path is no part of a URL")}
	}
	req := (&http.Request{Method: http.MethodGet, URL: u, Header: http.Header{}, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Host: u.Host}).WithContext(ctx)
	all := append([]outbound.CallOption{outbound.Template(u.Path)}, opts...)
	return c.Do(req, append(all, outbound.Stream())...)
}

// undecodable is the error of content that was not asked for. It reads the first
// bytes of the body and closes it.
func undecodable(resp *http.Response, why string) error {
	head, _ := io.ReadAll(io.LimitReader(resp.Body, httperror.MaxBody)) // what has come by then
	_ = resp.Body.Close()
	return &outbound.HTTPError{
		Kind: httperror.Decode, Method: resp.Request.Method, URL: shown(resp.Request.URL), StatusCode: resp.StatusCode, Status: resp.Status,
		Body: head, Attempts: 1, Delivery: httperror.Answered, Err: errors.New(why),
	}
}

// shown is a URL without user info, query and fragment.
func shown(u *url.URL) string {
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}).String()
}

// sleep waits for d, or ends with the error of ctx.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
