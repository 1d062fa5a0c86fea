package outbound

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/callkey"
	"example.com/outbound/internal/request"
)

func init() {
	callkey.Foreign = CallOption(func(c *callConfig) { c.foreign = true })
	callkey.Built = CallOption(func(c *callConfig) { c.query, c.params = nil, nil })
}

// Method makes a call of package stream, or of [Client.Do], with another verb and
// body than the GET, or the request, that it has: an event stream that is asked
// for by POST. The body is one of [Call]. Elsewhere it is an error of kind request.
func Method(verb string, body any) CallOption {
	return func(c *callConfig) { c.method, c.body = strings.ToUpper(verb), body }
}

var errMethodOption = errors.New("Method is an option of Do and of package stream")

// replaced is req with the verb and the body of [Method].
func (c *core) replaced(record *call.Call, req *http.Request, o *callConfig) (*http.Request, error) {
	closeBody(req)
	encoded, err := c.encode(o.body, o)
	if err != nil {
		closeAny(o.body)
		return nil, &HTTPError{Kind: httperror.Request, Err: err}
	}
	record.AtEnd(encoded.release)
	with, err := http.NewRequestWithContext(req.Context(), o.method, "http://unused/", encoded.reader())
	if err != nil {
		closeAny(o.body)
		return nil, &HTTPError{Kind: httperror.Request, Err: request.ErrMethod}
	}
	if err := encoded.put(with, nil); err != nil {
		return nil, &HTTPError{Kind: httperror.Request, Err: err}
	}
	req = req.Clone(req.Context())
	req.Method, req.Body, req.GetBody, req.ContentLength = with.Method, with.Body, with.GetBody, with.ContentLength
	switch {
	case encoded.form != nil:
		return req, encoded.form.describe(req.Header)
	case encoded.kind != "" && req.Header.Get("Content-Type") == "":
		req.Header.Set("Content-Type", encoded.kind)
	}
	return req, nil
}

// closeAny closes a body that is a reader.
func closeAny(body any) {
	if r, ok := body.(io.Reader); ok {
		closeReader(r)
	}
}
