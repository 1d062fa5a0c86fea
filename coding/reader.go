package coding

import "io"

// reader is a decoder whose errors say whether they may be printed.
type reader struct {
	io.ReadCloser
	constant func(error) error
}

func (r *reader) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = r.constant(err)
	}
	return n, err
}

// constantError is an error with a constant text.
type constantError struct{ error }

func (e constantError) Unwrap() error { return e.error }

// QuotesNothing tells the client that the text quotes nothing of the body, and may
// be printed.
func (constantError) QuotesNothing() bool { return true }
