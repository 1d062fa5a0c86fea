package chaos

import (
	"errors"
	"fmt"
	"io"
	"net/http"
)

// guess is the length that a body of unknown length is taken to have.
const guess = 4 << 10

// cut is a body that breaks off.
type cut struct {
	io.ReadCloser
	left int64
}

// newCut lets the body of resp break off after a share of it, 0 to 1, and before
// its end at the latest.
func newCut(resp *http.Response, share float64) *cut {
	length := resp.ContentLength
	if length < 0 {
		length = guess
	}
	return &cut{resp.Body, int64(share * float64(length))}
}

func (c *cut) Read(p []byte) (n int, err error) {
	if c.left > 0 {
		n, err = c.ReadCloser.Read(p[:min(int64(len(p)), c.left)])
		c.left -= int64(n)
	}
	if errors.Is(err, io.EOF) || err == nil && c.left == 0 {
		err = fmt.Errorf("%w: %w", ErrInjected, io.ErrUnexpectedEOF)
	}
	return n, err
}
