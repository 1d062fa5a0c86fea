package outbound

import (
	"errors"
	"net/http"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/engine"
)

// HTTPError is a failed call. See package httperror.
type HTTPError = httperror.Error

// CheckResponse is raise_for_status for the users of [Client.HTTP]: nil outside
// 400 to 599 and for a status that the call allows, else an [*HTTPError]. It
// then reads at most [httperror.MaxBody] bytes of the body, all of it for
// [ErrorInto], and closes it. What the client knows of the call (attempts, history,
// reason) is in the error if resp came through one.
func CheckResponse(resp *http.Response) error {
	if resp == nil {
		return &HTTPError{Kind: httperror.Unknown, Err: errors.New("there is no response")}
	}
	if e := engine.CheckResponse(resp); e != nil {
		return e
	}
	return nil
}
