package upload

import "io"

// Exactly returns body, which must have n bytes. A read that finds it longer or
// shorter fails with what wrong makes of the number of bytes so far: the last byte
// is given away only once the end of body has been seen, so that no server takes a
// body of another length for a whole one.
func Exactly(body io.ReadCloser, n int64, wrong func(has int64) error) io.ReadCloser {
	return &exact{ReadCloser: body, size: n, left: n, wrong: wrong}
}

type exact struct {
	io.ReadCloser
	size, left int64
	wrong      func(has int64) error
}

func (e *exact) Read(p []byte) (int, error) {
	n, err := e.ReadCloser.Read(p)
	e.left -= int64(n)
	if e.left == 0 && err == nil && n > 0 {
		var next [1]byte
		var more int
		more, err = io.ReadFull(e.ReadCloser, next[:])
		e.left -= int64(more)
	}
	if e.left < 0 || e.left > 0 && err == io.EOF {
		return 0, e.wrong(e.size - e.left)
	}
	return n, err
}
