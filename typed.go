package outbound

import (
	"context"
	"net/http"
	"strings"

	"example.com/outbound/internal/callconfig"
	"example.com/outbound/internal/engine"
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
// gives (XML, or one of [WithCodec]); url.Values as a form; a [Multipart] as such; a
// []byte, string or io.Reader as it is, with the Content-Type that a [Header] option
// gives or application/octet-stream; nil sends none. A reader that can seek goes out from
// its present offset, with its length, and can be sent again. An io.Closer is closed.
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
	x := engine.Exchange{Method: strings.ToUpper(method), Path: path, Body: body, Raw: engine.IsRaw(&v)}
	if err := begin(ctx, c, &x, opts); err != nil {
		return v, err
	}
	defer x.Call.EndUnless(&x.Done)
	if err := x.Settle(x.Send()); err != nil {
		return v, err
	}
	if err := x.End(x.Decode(&v)); err != nil {
		var zero T
		return zero, err
	}
	return v, nil
}

// begin makes the record of a typed call.
func begin(ctx context.Context, c *Client, x *engine.Exchange, opts []CallOption) error {
	x.Body = plainBody(x.Body)
	return x.Begin(ctx, coreOf(c), callconfig.New(ctx, opts))
}
