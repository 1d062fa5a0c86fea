package auth

import (
	"errors"
	"fmt"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/redact"
)

var (
	errNoReturn = errors.New("the token source exited its goroutine")

	// errAbandoned is the outcome of a fetch that was ended early. Calls that
	// began to wait for it after that begin another one.
	errAbandoned = errors.New("the fetch of the token was ended")

	// errClosed is what a call fails with that waits for a token while its client
	// is closed.
	errClosed = &httperror.Error{Kind: httperror.Closed, Err: errors.New("the client was closed while the call waited for a token")}
)

// slowError says that a fetch has reached its own bound, which is not that of a
// context.
type slowError struct{ after time.Duration }

func (e slowError) Error() string { return "no token within the fetch timeout of " + e.after.String() }
func (e slowError) Timeout() bool { return true }

// PanicError is the failure of a call whose token source has panicked. The
// source runs on a goroutine of its own, so that the panic would end the process;
// instead every call that waits fails with it.
type PanicError struct {
	Value any    // of the panic
	Stack []byte // of the goroutine that panicked, as of package runtime/debug
}

// Error is one line, without the stack.
func (e *PanicError) Error() string {
	return "the token source panicked: " + redact.Text(fmt.Sprint(e.Value))
}

// Unwrap is the value of the panic if that is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}
