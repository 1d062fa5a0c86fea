package outbound

import (
	"errors"
	"net/http"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/engine"
)

// HTTPError is the error of a failed call: see package httperror.
type HTTPError = httperror.Error

// CheckResponse returns an [*HTTPError] if resp has a status of 400 to 599 that the call
// does not allow, else nil. It is for users of [Client.HTTP], which returns such
// responses. For an error it reads at most [httperror.MaxBody] bytes of the body, the
// whole body for [ErrorInto], and closes it. If a client has returned resp, the error has
// what the client knows of the call (attempts, history, reason).
func CheckResponse(resp *http.Response) error {
	if resp == nil {
		return &HTTPError{Kind: httperror.Unknown, Err: errors.New("there is no response")}
	}
	if e := engine.CheckResponse(resp); e != nil {
		return e
	}
	return nil
}
