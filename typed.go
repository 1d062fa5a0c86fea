package outbound

import (
	"context"
	"io"
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
// The body is sent as JSON, or by the codec of the Content-Type that a [Header] option
// gives (XML, or one of [WithCodec]); url.Values as a form; a [Multipart] as such; a []byte,
// string or io.Reader as it is, with the Content-Type that a [Header] option gives
// or application/octet-stream; nil sends none. A reader that can seek goes out from
// its present offset, with its length, and can be sent again. An io.Closer is
// closed.
//
// The answer is decoded into a T by its Content-Type: as JSON, as XML, or by a codec of
// [WithCodec]. Text and bytes of no type are decoded if they are JSON; HTML never is. A
// T of []byte or string is the raw body, struct{} discards it. A 204, 205, 304 or an
// answer to HEAD has no body and is the zero T, and so is the answer of an allowed
// status of 400 to 599 whose body is empty or of another type. A body that is not what
// was asked for is an error of kind decode, with its first bytes in [HTTPError.Body].
//
// The error is an [*HTTPError] or nil; the T is then zero.
func Call[T any](ctx context.Context, c *Client, method, path string, body any, opts ...CallOption) (T, error) {
	var v T
	x, err := c.exchange(ctx, &asked{method, path, body, isRaw(&v)}, opts)
	if err != nil {
		return v, err
	}
	done := false
	defer x.call.EndUnless(&done)
	e := x.decode(&v)
	if done = true; e != nil {
		x.call.End(e)
		var zero T
		return zero, e
	}
	x.call.End(nil)
	return v, nil
}

// asked is what a typed call sends. It is passed by its address, on the stack of
// Call: the frames below are there while the request is in flight.
type asked struct {
	method, path string
	body         any
	raw          bool // the answer is wanted as it is
}

// exchange is a typed call between its response and its decoded answer.
type exchange struct {
	*core
	call *callinfo.Call
	resp *http.Response
}

// exchange makes the call up to the response. Its error is an *HTTPError.
func (c *Client) exchange(ctx context.Context, a *asked, opts []CallOption) (exchange, error) {
	if c == nil || c.core == nil {
		closeContent(a.body)
		return exchange{}, errNoClient
	}
	call := c.beginTyped(ctx, a.path, opts)
	done := false
	defer call.EndUnless(&done)
	resp, err := c.send(call, a)
	x, err := c.exchanged(call, a.method, resp, err)
	done = true
	return x, err
}

func (c *core) beginTyped(ctx context.Context, path string, opts []CallOption) *callinfo.Call {
	if ctx == nil {
		ctx = context.Background()
	}
	call := c.begin(ctx, callOptions(ctx, opts), path)
	call.EndsAtEdge(true)
	call.OptionsApplied()
	return call
}

// exchanged is what came of sending the request of a typed call.
func (c *core) exchanged(call *callinfo.Call, method string, resp *http.Response, err error) (exchange, error) {
	if err == nil && call.KindOf(resp) == "" {
		return exchange{c, call, resp}, nil
	}
	var e *HTTPError
	if err == nil {
		e = c.statusError(call, resp)
	} else if e = c.bare(call, err); e.Method == "" { // it has not come to the chain
		e = call.Fill(e)
		e.Method = strings.ToUpper(method)
	}
	call.End(e)
	return exchange{}, e
}

// send builds the request and sends it: directly, or through resty where
// WithResty has tuned what it builds. Kept small: this frame stays on the stack while
// the request is in flight.
func (c *core) send(call *callinfo.Call, a *asked) (*http.Response, error) {
	if len(c.config.resty) > 0 {
		return c.sendResty(call, a.method, a.path, a.body, a.raw)
	}
	req, files, err := c.request(call, a.method, a.path, a.body, a.raw)
	switch {
	case err != nil:
		return nil, err
	case files != nil:
		return c.sendFiles(req, files)
	}
	return c.hc.Do(req)
}

func (c *core) sendFiles(req *http.Request, files *content) (*http.Response, error) {
	defer files.release()
	return c.hc.Do(req)
}

// request builds the request of a typed call, which the chain may write. If the body
// has files they are released after the call.
func (c *core) request(call *callinfo.Call, method, path string, body any, raw bool) (*http.Request, *content, error) {
	opts := optionsOf(call)
	content, url, err := c.parts(path, body, opts)
	if err != nil {
		return nil, nil, err
	}
	req, err := http.NewRequestWithContext(call, method, url, content.reader())
	if err == nil {
		err = content.describe(req.Header, opts, raw, c.header)
	}
	if err == nil {
		err = content.put(req, opts)
	}
	if err != nil {
		closeContent(body)
		return nil, nil, &HTTPError{Kind: httperror.Request, Err: errRequest(err)}
	}
	call.Owned(req)
	return req, content.files(), nil
}

// parts are what a request is made of. Without them the readers of body are closed.
func (c *core) parts(path string, body any, opts *callConfig) (content, string, error) {
	url, err := c.target(path, opts)
	if err == nil {
		var encoded content
		if encoded, err = c.encode(body, opts); err == nil {
			return encoded, url, nil
		}
	}
	closeContent(body)
	return content{}, "", &HTTPError{Kind: httperror.Request, Err: err}
}

// closeContent closes the readers of a body that is not sent, as net/http does with
// the body of a request that it refuses.
func closeContent(body any) {
	var files []File
	switch b := body.(type) {
	case Multipart:
		files = b.Files
	case *Multipart:
		if b != nil {
			files = b.Files
		}
	case io.Reader:
		closeReader(b)
	}
	for _, f := range files {
		closeReader(f.Body)
	}
}

func closeReader(r io.Reader) {
	if c, ok := r.(io.Closer); ok && !noReader(r) {
		_ = c.Close()
	}
}
