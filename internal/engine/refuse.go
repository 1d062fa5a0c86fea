package engine

import (
	"errors"
	"net/http"

	"example.com/outbound/httperror"
)

// ErrNoClient is the error of every call of a client that New has not made.
var ErrNoClient = &httperror.Error{Kind: httperror.Request, Delivery: httperror.NotSent, Err: errors.New("the client was not made by New")}

// Refusing is the transport of a client that New has not made.
type Refusing struct{}

// RoundTrip refuses req with [ErrNoClient].
func (Refusing) RoundTrip(req *http.Request) (*http.Response, error) {
	CloseBody(req)
	return nil, ErrNoClient
}

// CloseBody closes the body of a request that is not sent, as net/http does.
func CloseBody(req *http.Request) {
	if req != nil && req.Body != nil {
		_ = req.Body.Close()
	}
}
