package auth

import (
	"context"
	"errors"
	"net/http"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
)

// refuse ends a request that is not sent because a scheme failed with err.
func refuse(req *http.Request, err error) (*http.Response, error) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
	return nil, err
}

// notSent says in an error of kind auth that the request was not sent.
func notSent(err error) error {
	he, ok := err.(*httperror.Error) //nolint:errorlint // as failure has made it
	if !ok || he.Kind != httperror.Auth || he.Err == nil {
		return err
	}
	e := *he // it may be the error of other calls too
	e.Err = unsent{he.Err}
	return &e
}

type unsent struct{ error }

func (e unsent) Error() string { return e.error.Error() + "; the request was not sent" }
func (e unsent) Unwrap() error { return e.error }

// failure is the error of a request whose scheme failed with err. If the context
// is over, what ended it decides the kind (the call knows whether that was the
// caller, the deadline or the attempt's timeout), else it is auth.
func failure(ctx context.Context, err error) error {
	over := ctx.Err()
	if over == nil {
		return toError(err)
	}
	if record := call.From(ctx); record != nil {
		return record.Typed(err)
	}
	kind := httperror.Canceled
	if errors.Is(over, context.DeadlineExceeded) {
		kind = httperror.Deadline
	}
	return &httperror.Error{Kind: kind, Err: err}
}

// toError gives err the kind auth. An error that has this kind already keeps what
// it knows of the endpoint, and one of kind closed stays so.
func toError(err error) *httperror.Error {
	if he, ok := err.(*httperror.Error); ok && //nolint:errorlint // a wrapped one would lose its wrapping
		(he.Kind == httperror.Auth || he == errClosed) {
		return he
	}
	return &httperror.Error{Kind: httperror.Auth, Err: err}
}
