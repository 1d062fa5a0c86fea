package logging

import (
	"bytes"
	"errors"
	"io"
	"net/http"

	"example.com/outbound/internal/callinfo"
)

// readAhead keeps the beginning of req's body for the lines of the call, and
// returns a request that sends the identical bytes. A body without a length is a
// stream and is left alone.
func (l *Logger) readAhead(call *callinfo.Call, req *http.Request) *http.Request {
	call.Keep(nil)
	if req.Body == nil || req.Body == http.NoBody || req.ContentLength <= 0 || formatOf(req.Header) == "" {
		return req
	}
	begin := make([]byte, min(int64(l.bodies)+1, req.ContentLength))
	n, err := io.ReadFull(req.Body, begin)
	begin = begin[:n]
	rest := io.Reader(req.Body)
	if err != nil {
		rest = failing{eof(err)}
	}
	call.Keep(bodyOf(req.Header, begin, l.bodies))

	again := req.WithContext(req.Context())
	again.Body = &rejoined{io.MultiReader(bytes.NewReader(begin), rest), req.Body}
	return again
}

// kept is the body that the last attempt has sent.
func (l *Logger) kept(call *callinfo.Call) *body {
	b, _ := call.Kept().(*body)
	return b
}

// rejoined is a body and what was read of it.
type rejoined struct {
	io.Reader
	io.Closer
}

// failing is a body after its last byte.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// eof is the end of a body that is shorter than it was said to be.
func eof(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return io.EOF
	}
	return err
}
