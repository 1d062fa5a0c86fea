// Package sentence has the error whose text says in words of ours what another
// error is about. Package httperror prints it as it is.
package sentence

import "fmt"

// Error is a text around a cause, which errors.Is and errors.As find. The text
// holds no secret.
type Error struct {
	Text string
	Err  error // nil without a cause
}

// New makes an error with the given text around err.
func New(err error, format string, args ...any) error {
	return &Error{fmt.Sprintf(format, args...), err}
}

// Error returns the text.
func (e *Error) Error() string { return e.Text }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Sentence returns the text. By this method package httperror knows that the
// causes inside have nothing to add.
func (e *Error) Sentence() string { return e.Text }
