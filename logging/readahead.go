package logging

import (
	"bytes"
	"io"
	"net/http"

	"example.com/outbound/internal/call"
)

// readAhead reads the beginning of req's body for the lines of the call, and returns
// a request that sends the identical bytes. A body without a length is a stream and
// is not read.
func (l *Logger) readAhead(record *call.Call, req *http.Request) *http.Request {
	record.Keep(nil)
	if req.Body == nil || req.Body == http.NoBody || req.ContentLength <= 0 || formatOf(req.Header) == "" {
		return req
	}
	limit := min(int64(l.bodies), req.ContentLength-1) + 1
	begin, err := io.ReadAll(io.LimitReader(req.Body, limit))
	rest := io.Reader(req.Body)
	if err != nil {
		rest = failing{err}
	} else if int64(len(begin)) < limit { // shorter than ContentLength
		rest = http.NoBody
	}
	record.Keep(bodyOf(req.Header, begin, l.bodies))

	again := req.WithContext(req.Context())
	again.Body = &rejoined{io.MultiReader(bytes.NewReader(begin), rest), req.Body}
	return again
}

// kept returns the body that the last attempt has sent.
func (l *Logger) kept(record *call.Call) *body {
	b, _ := record.Kept().(*body)
	return b
}

// rejoined is a body with what was read of it in front.
type rejoined struct {
	io.Reader
	io.Closer
}

// failing is the rest of a body after a read error.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
