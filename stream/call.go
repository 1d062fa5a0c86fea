package stream

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

// get sends a GET for path and returns the response with its body unread. The path
// may be relative to the base URL of the client.
func get(ctx context.Context, c *outbound.Client, path string, opts []outbound.CallOption) (*http.Response, error) {
	u, err := url.Parse(path)
	if err != nil {
		return nil, &outbound.HTTPError{Kind: httperror.Request, Method: http.MethodGet, Delivery: httperror.NotSent, Err: errors.New("the path is not a URL")}
	}
	if ctx == nil {
		ctx = context.Background()
	}
	req := (&http.Request{Method: http.MethodGet, URL: u, Header: http.Header{}, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Host: u.Host}).WithContext(ctx)
	all := append([]outbound.CallOption{outbound.Template(u.Path)}, opts...)
	return c.Do(req, append(all, outbound.Stream())...)
}
