package outbound

import (
	"context"
	"io"
	"net/http"
	"strings"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
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
	x := exchange{method: strings.ToUpper(method), path: path, body: body, raw: isRaw(&v)}
	if err := x.begin(ctx, c, opts); err != nil {
		return v, err
	}
	defer x.call.EndUnless(&x.done)
	if err := x.settle(x.send()); err != nil {
		return v, err
	}
	if err := x.end(x.decode(&v)); err != nil {
		var zero T
		return zero, err
	}
	return v, nil
}

// exchange is a typed call: what is asked, and what has come of it. It lives on the
// stack of Call, whose frame is there while the request is in flight.
type exchange struct {
	*core
	call         *call.Call
	method, path string
	body         any
	raw          bool // the answer is wanted as it is
	resp         *http.Response
	done         bool // the call has come to its end, or is at it
}

// begin makes the record of the call.
func (x *exchange) begin(ctx context.Context, c *Client, opts []CallOption) error {
	if c == nil || c.core == nil {
		closeContent(x.body)
		return errNoClient
	}
	if ctx == nil {
		ctx = context.Background()
	}
	x.core, x.call = c.core, c.begin(ctx, callOptions(ctx, opts), x.path)
	x.call.SetEndsAtEntry(true)
	x.call.OptionsApplied()
	return nil
}

// settle keeps a response that is to be decoded, and ends the call with any other
// outcome. Its error is an *HTTPError.
func (x *exchange) settle(resp *http.Response, err error) error {
	if err == nil && x.call.KindOf(resp) == "" {
		x.resp = resp
		return nil
	}
	var e *HTTPError
	if err == nil {
		e = x.statusError(x.call, resp)
	} else if e = x.bare(x.call, err); e.Method == "" { // it has not come to the chain
		e = x.call.Fill(e)
		e.Method = strings.ToUpper(x.method)
	}
	return x.end(e)
}

// end ends the call and returns its error, which is nil or an *HTTPError.
func (x *exchange) end(e *HTTPError) error {
	x.done = true
	if e == nil {
		x.call.End(nil)
		return nil
	}
	x.call.End(e)
	return e
}

// send builds the request and sends it: directly, or through resty where
// WithResty has tuned what it builds. Kept small: this frame stays on the stack while
// the request is in flight.
func (x *exchange) send() (*http.Response, error) {
	if len(x.config.resty) > 0 {
		return x.sendResty()
	}
	req, files, err := x.request()
	switch {
	case err != nil:
		return nil, err
	case files != nil:
		return x.sendFiles(req, files)
	}
	return x.hc.Do(req)
}

func (c *core) sendFiles(req *http.Request, files *content) (*http.Response, error) {
	defer files.release()
	return c.hc.Do(req)
}

// request builds the request of a typed call, which the chain may write. If the body
// has files they are released after the call.
func (x *exchange) request() (*http.Request, *content, error) {
	opts := optionsOf(x.call)
	content, url, err := x.parts(x.path, x.body, opts)
	if err != nil {
		return nil, nil, err
	}
	req, err := http.NewRequestWithContext(x.call, x.method, url, content.reader())
	if err == nil {
		err = content.describe(req.Header, opts, x.raw, x.header)
	}
	if err == nil {
		err = content.put(req, opts)
	}
	if err != nil {
		closeContent(x.body)
		return nil, nil, &HTTPError{Kind: httperror.Request, Err: errRequest(err)}
	}
	x.call.Owned(req)
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
