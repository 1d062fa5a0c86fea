package chaos

import (
	"errors"
	"fmt"
	"io"
	"net/http"
)

// assumedLength is used for a body of unknown length.
const assumedLength = 4 << 10

// cutBody is a body that ends early.
type cutBody struct {
	io.ReadCloser
	left int64
}

// cut returns the body of resp, which then ends after a share of its length, from
// 0 up to but not 1. A body that is shorter than assumed ends early all the same.
func cut(resp *http.Response, share float64) io.ReadCloser {
	length := resp.ContentLength
	if length < 0 {
		length = assumedLength
	}
	return &cutBody{resp.Body, int64(share * float64(length))}
}

func (c *cutBody) Read(p []byte) (n int, err error) {
	if c.left > 0 {
		n, err = c.ReadCloser.Read(p[:min(int64(len(p)), c.left)])
		c.left -= int64(n)
	}
	if errors.Is(err, io.EOF) || err == nil && c.left == 0 {
		err = fmt.Errorf("%w: %w", ErrInjected, io.ErrUnexpectedEOF)
	}
	return n, err
}
