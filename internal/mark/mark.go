// Package mark puts a wish on an error: to be tried again, or never. The retry
// layer and retry.Do honour it through any wrapping; layers beneath set it
// without knowing them.
package mark

import "errors"

// Wish is what a marked error asks for.
type Wish int

const (
	None  Wish = iota
	Never      // no further attempt
	Again      // another attempt, within the stops
)

type marked struct {
	error
	wish Wish
}

func (m *marked) Unwrap() error { return m.error }

// With returns err marked with w, nil for nil.
func With(err error, w Wish) error {
	if err == nil {
		return nil
	}
	return &marked{err, w}
}

// Of returns the outermost wish in err.
func Of(err error) Wish {
	if m, ok := errors.AsType[*marked](err); ok {
		return m.wish
	}
	return None
}

// Strip takes a mark off the outside of err.
func Strip(err error) error {
	if m, ok := err.(*marked); ok {
		return m.error
	}
	return err
}
