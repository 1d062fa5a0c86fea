package outbound

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/callkey"
	"example.com/outbound/internal/request"
)

func init() {
	callkey.Foreign = CallOption(func(c *callConfig) { c.foreign = true })
	callkey.Barred = CallOption(func(c *callConfig) { c.foreign, c.Barred = true, true })
	callkey.Built = CallOption(func(c *callConfig) { c.query, c.params = nil, nil })
	callkey.Sends = func(n *atomic.Int64) any { return CallOption(func(c *callConfig) { c.sends = n }) }
	callkey.Crossed = func(meta any) bool { return meta.(ResponseMeta).crossed }
	callkey.Unmarshal = func(c any, contentType string, data []byte, v any) error {
		return c.(*Client).codecs.Unmarshal(contentType, data, v)
	}
}

// Method makes a call of package stream, or of [Client.Do], with another verb and
// body than the GET, or the request, that it has: an event stream that is asked
// for by POST. The body is one of [Call]; one with readers can be used for one request, so
// that an event stream that reconnects needs a value, a []byte or a string. Elsewhere
// it is an error of kind request.
func Method(verb string, body any) CallOption {
	read := new(atomic.Bool)
	return func(c *callConfig) { c.method, c.body, c.bodyRead = strings.ToUpper(verb), body, read }
}

var (
	errMethodOption = errors.New("Method is an option of Do and of package stream")
	errMethodBody   = errors.New("Method: the body is a reader, which the request before has read: a value, a []byte or a string can be sent again")
)

// replaced is req with the verb and the body of [Method].
func (c *core) replaced(record *call.Call, req *http.Request, o *callConfig) (*http.Request, error) {
	closeBody(req)
	if hasReaders(o.body) && o.bodyRead.Swap(true) {
		return nil, &HTTPError{Kind: httperror.Request, Err: errMethodBody}
	}
	encoded, err := c.encode(o.body, o)
	if err != nil {
		closeContent(o.body)
		return nil, &HTTPError{Kind: httperror.Request, Err: err}
	}
	record.AtEnd(encoded.release)
	with, err := http.NewRequestWithContext(req.Context(), o.method, "http://unused/", encoded.reader())
	if err != nil {
		closeContent(o.body)
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

// hasReaders reports whether a body is a reader, or has files.
func hasReaders(body any) bool {
	switch b := body.(type) {
	case io.Reader:
		return true
	case Multipart:
		return len(b.Files) > 0
	case *Multipart:
		return b != nil && len(b.Files) > 0
	}
	return false
}
