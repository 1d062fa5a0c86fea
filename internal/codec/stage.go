package codec

import (
	"bufio"
	"errors"
	"io"

	"example.com/outbound/httperror"
)

// stage takes one coding off.
type stage struct {
	name   string
	in     *bufio.Reader
	source *source
	out    io.ReadCloser // nil for an empty body
	end    bool
}

// open reads the head of the coding. An empty body has none.
func (s *stage) open(decode Decoder) (err error) {
	if _, err := s.in.Peek(1); err != nil {
		if s.end = err == io.EOF; s.end {
			return nil
		}
		return s.typed(err)
	}
	if s.out, err = decode(s.in); err == nil && s.out == nil {
		err = errNoReader
	}
	if err == io.EOF {
		err = io.ErrUnexpectedEOF // it is not empty
	}
	return s.typed(err)
}

func (s *stage) Read(p []byte) (int, error) {
	if s.end {
		return 0, io.EOF
	}
	n, err := s.out.Read(p)
	if err == io.EOF {
		err = s.rest()
	}
	return n, s.typed(err)
}

// rest is io.EOF where nothing follows the coded body.
func (s *stage) rest() error {
	if _, err := s.in.Peek(1); err != nil {
		s.end = err == io.EOF
		return err
	}
	return errRest
}

// typed tells a body that is wrongly coded from one that broke or was cut off.
func (s *stage) typed(err error) error {
	if err == nil || err == io.EOF {
		return err
	}
	if broken := s.source.broken(); broken != nil {
		return broken
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return io.ErrUnexpectedEOF
	}
	if _, typed := errors.AsType[*CodingError](err); typed {
		return err
	}
	if _, typed := errors.AsType[*httperror.Error](err); typed {
		return err
	}
	return &CodingError{s.name, err}
}
