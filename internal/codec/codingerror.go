package codec

import (
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"slices"
)

// CodingError is the error of a body that is not in the coding that its
// Content-Encoding names.
type CodingError struct {
	Name string
	Err  error
}

var (
	errRest     = errors.New("bytes follow the end of the coded body")
	errNoReader = errors.New("its decoder returned no reader")
)

// plain are the errors whose text quotes nothing of the body.
var plain = []error{errRest, errNoReader, gzip.ErrHeader, gzip.ErrChecksum, zlib.ErrHeader, zlib.ErrChecksum, zlib.ErrDictionary}

func (e *CodingError) Error() string {
	_, corrupt := e.Err.(flate.CorruptInputError)        //nolint:errorlint // as package flate returns it
	own, ok := e.Err.(interface{ QuotesNothing() bool }) // of a decoder of WithCoding
	if corrupt || slices.Contains(plain, e.Err) || ok && own.QuotesNothing() {
		return fmt.Sprintf("the body is wrongly coded as %s: %v", e.Name, e.Err)
	}
	return fmt.Sprintf("the body is wrongly coded as %s: %T", e.Name, e.Err)
}

func (e *CodingError) Unwrap() error { return e.Err }

// WronglyEncoded tells package httperror that nothing was cut off.
func (e *CodingError) WronglyEncoded() bool { return true }
