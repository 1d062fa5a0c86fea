package outbound

import (
	"io"
	"net/http"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/printable"
	"example.com/outbound/internal/sentence"
)

// boundBody holds a body that resty reads into memory to limit bytes: more is an
// error of kind too_large. A response that is an error already stays what it is:
// of its body counts what arrives, up to the limit. Zero means no bound.
func boundBody(record *call.Call, resp *http.Response, limit int64) {
	switch {
	case record.KindOf(resp) != "":
		body := io.Reader(resp.Body)
		if limit > 0 {
			body = io.LimitReader(body, limit)
		}
		resp.Body = &cutBody{body, resp.Body}
	default:
		resp.Body = &limitedBody{ReadCloser: resp.Body, call: record, limit: limit, length: resp.ContentLength}
	}
}

// limitedBody fails when more than limit bytes are read of it, 0 = no bound, and
// types its errors: resty does not.
type limitedBody struct {
	io.ReadCloser
	call   *call.Call
	limit  int64
	length int64 // as announced, -1 if it is not known
	n      int64
	cause  error // of the error beyond the limit, may be nil
}

func (b *limitedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.n += int64(n)
	if b.limit > 0 && b.n > b.limit {
		b.call.Bytes = b.n
		e := errTooLarge(b.limit, b.length)
		if b.cause != nil {
			e.Err = b.cause
		}
		return 0, b.call.Fill(e)
	}
	if err != nil && err != io.EOF {
		err = b.call.BodyError(err)
	}
	return n, err
}

// errTooLarge is the error of a body of more than limit bytes, of which length are
// announced; -1 = not known.
func errTooLarge(limit, length int64) *HTTPError {
	announced := ""
	if length > limit {
		announced = ": its Content-Length is " + printable.Bytes(length)
	}
	return &HTTPError{
		Kind:  httperror.TooLarge,
		Limit: "response limit " + printable.Bytes(limit),
		Err:   sentence.New(nil, "the body has more than the %s that WithMaxResponseBytes allows%s", printable.Bytes(limit), announced),
	}
}

// cutBody ends where the body that it is made of breaks off.
type cutBody struct {
	io.Reader
	io.Closer
}

func (b *cutBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err != nil {
		err = io.EOF
	}
	return n, err
}
