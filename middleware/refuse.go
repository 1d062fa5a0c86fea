package middleware

import (
	"net/http"

	"example.com/outbound/httperror"
)

// Refuse ends a request that is not sent: it closes the request body and
// returns an error of the given kind.
func Refuse(req *http.Request, kind httperror.Kind, err error) (*http.Response, error) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
	return nil, &httperror.Error{Kind: kind, Err: err}
}
