package restyadapter

import (
	"io"
	"net/http"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/internal/call"
	"example.com/outbound/internal/engine"
)

// boundBody limits a body that resty reads into memory to limit bytes, 0 = no limit. A
// longer body is an error of kind too_large. The body of an error status is cut off at
// the limit, and where reading fails, so that the error of the call stays that of the
// status.
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

// limitOfRequest limits a body to the bytes of SetResponseBodyLimit. Resty would do so
// too, but with an error that has no kind.
func limitOfRequest(record *call.Call, resp *http.Response) {
	x := executionIn(record)
	if x == nil || record.KindOf(resp) != "" {
		return
	}
	if limit := *requestLimit.of(x.r); limit > 0 {
		resp.Body = &limitedBody{ReadCloser: resp.Body, call: record, limit: int64(limit), length: resp.ContentLength, cause: resty.ErrResponseBodyTooLarge}
	}
}

// limitedBody fails once more than limit bytes have been read, 0 = no limit. Its errors
// have a kind, since resty returns them as they are.
type limitedBody struct {
	io.ReadCloser
	call   *call.Call
	limit  int64
	length int64 // Content-Length, -1 if it is not known
	n      int64 // bytes read so far
	cause  error // cause of the error beyond the limit, nil: the engine's own
}

func (b *limitedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.n += int64(n)
	if b.limit > 0 && b.n > b.limit {
		b.call.Bytes = b.n
		e := engine.TooLarge(b.limit, b.length)
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

// cutBody ends without an error where reading its body fails.
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
