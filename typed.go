package outbound

import (
	"context"
	"net/http"
	"strings"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/callinfo"
)

// Get requests path and decodes the answer into a T: see [Call].
func Get[T any](ctx context.Context, c *Client, path string, opts ...CallOption) (T, error) {
	return Call[T](ctx, c, http.MethodGet, path, nil, opts...)
}

// Delete is [Call] with DELETE and no body.
func Delete[T any](ctx context.Context, c *Client, path string, opts ...CallOption) (T, error) {
	return Call[T](ctx, c, http.MethodDelete, path, nil, opts...)
}

// Post is [Call] with POST.
func Post[T any](ctx context.Context, c *Client, path string, body any, opts ...CallOption) (T, error) {
	return Call[T](ctx, c, http.MethodPost, path, body, opts...)
}

// Put is [Call] with PUT.
func Put[T any](ctx context.Context, c *Client, path string, body any, opts ...CallOption) (T, error) {
	return Call[T](ctx, c, http.MethodPut, path, body, opts...)
}

// Patch is [Call] with PATCH.
func Patch[T any](ctx context.Context, c *Client, path string, body any, opts ...CallOption) (T, error) {
	return Call[T](ctx, c, http.MethodPatch, path, body, opts...)
}

// Call makes one call and decodes the answer.
//
// The body is sent as JSON; url.Values as a form; a []byte, string or io.Reader
// as it is, with the Content-Type that a [Header] option gives or
// application/octet-stream; nil sends none.
//
// The answer is decoded as JSON into a T. A T of []byte or string is the raw
// body, struct{} discards it. A 204, 205, 304 or an answer to HEAD has no body
// and is the zero T. A body that is not what was asked for is an error of kind
// decode, with its first bytes in [HTTPError.Body].
//
// The error is an [*HTTPError] or nil; the T is then zero.
func Call[T any](ctx context.Context, c *Client, method, path string, body any, opts ...CallOption) (T, error) {
	var v T
	x, err := c.exchange(ctx, method, path, body, opts)
	if err != nil {
		return v, err
	}
	if e := x.decode(&v); e != nil {
		x.call.End(e)
		var zero T
		return zero, e
	}
	x.call.End(nil)
	return v, nil
}

// exchange is a typed call between its response and its decoded answer.
type exchange struct {
	*core
	call *callinfo.Call
	resp *http.Response
}

// exchange makes the call up to the response. Its error is an *HTTPError.
func (c *Client) exchange(ctx context.Context, method, path string, body any, opts []CallOption) (exchange, error) {
	if c == nil || c.core == nil {
		return exchange{}, errNoClient
	}
	if ctx == nil {
		ctx = context.Background()
	}
	options := callOptions(ctx, opts)
	call := c.begin(ctx, options)
	call.Held, call.Built = true, true
	resp, err := c.send(call, method, path, body, options)
	if err != nil {
		e := c.bare(call, err)
		if e.Method == "" { // it has not come to the chain
			e = call.Fill(e)
			e.Method = strings.ToUpper(method)
		}
		call.End(e)
		return exchange{}, e
	}
	if call.KindOf(resp) != "" {
		e := c.statusError(call, resp)
		call.End(e)
		return exchange{}, e
	}
	return exchange{c.core, call, resp}, nil
}

// send builds the request and sends it: directly, or through resty where
// WithResty has tuned what it builds.
func (c *core) send(call *callinfo.Call, method, path string, body any, opts *callConfig) (*http.Response, error) {
	content, err := c.encode(body)
	if err != nil {
		return nil, &HTTPError{Kind: httperror.Request, Err: err}
	}
	url, err := c.target(path, opts)
	if err != nil {
		return nil, &HTTPError{Kind: httperror.Request, Err: err}
	}
	if len(c.config.resty) > 0 {
		return c.sendResty(call, method, url, content, opts)
	}
	req, err := http.NewRequestWithContext(call, method, url, content.reader())
	if err != nil {
		return nil, &HTTPError{Kind: httperror.Request, Err: errRequest(err)}
	}
	content.describe(req.Header, opts)
	call.Own(req)
	return c.hc.Do(req)
}
