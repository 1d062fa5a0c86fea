package auth

import (
	"context"
	"errors"
	"net/http"

	"example.com/outbound/httperror"
)

// refuse ends a request that is not sent because a scheme failed.
func refuse(req *http.Request, err error) (*http.Response, error) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
	return nil, failure(req.Context(), err)
}

// failure types what a scheme returned: the context's kind if that is over,
// else auth.
func failure(ctx context.Context, err error) error {
	switch over := ctx.Err(); {
	case errors.Is(over, context.DeadlineExceeded):
		return &httperror.Error{Kind: httperror.Deadline, Err: err}
	case over != nil:
		return &httperror.Error{Kind: httperror.Canceled, Err: err}
	}
	return typed(err)
}

// typed makes err one of kind auth. An error that has the kind already keeps
// what it knows of the endpoint.
func typed(err error) *httperror.Error {
	if he, ok := err.(*httperror.Error); ok && he.Kind == httperror.Auth {
		return he
	}
	return &httperror.Error{Kind: httperror.Auth, Err: err}
}
