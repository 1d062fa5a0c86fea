package auth

import (
	"context"
	"errors"
	"net/http"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/callinfo"
)

// refuse ends a request that is not sent because a scheme failed.
func refuse(req *http.Request, err error) (*http.Response, error) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
	return nil, failure(req.Context(), err)
}

// failure types what a scheme returned: what ended the context says the kind if
// that is over (the call knows whether that was the caller, his deadline or the
// attempt's timeout), else it is auth.
func failure(ctx context.Context, err error) error {
	over := ctx.Err()
	if over == nil {
		return typed(err)
	}
	if call := callinfo.From(ctx); call != nil {
		return call.Typed(err)
	}
	kind := httperror.Canceled
	if errors.Is(over, context.DeadlineExceeded) {
		kind = httperror.Deadline
	}
	return &httperror.Error{Kind: kind, Err: err}
}

// typed makes err one of kind auth. An error that has the kind already keeps
// what it knows of the endpoint.
func typed(err error) *httperror.Error {
	if he, ok := err.(*httperror.Error); ok && //nolint:errorlint // a wrapped one would lose its wrapping
		he.Kind == httperror.Auth {
		return he
	}
	return &httperror.Error{Kind: httperror.Auth, Err: err}
}
