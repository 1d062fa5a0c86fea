package outbound

import (
	"errors"
	"net/http"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/callinfo"
	"example.com/outbound/middleware"
)

var (
	errUnaskedUpgrade = errors.New("101 Switching Protocols without being asked")
	errInvalidStatus  = errors.New("invalid status code")
)

// classify types what the base returns: an error becomes one with a kind, and
// two answers that are none become errors: a 101 that nobody asked for, whose
// body is the raw connection (RFC 9110, section 15.2.2), and a status below 100.
// On the built-in base it also counts the connections of the attempt, which tell
// whether anything can have been sent.
//
// Stage: attempt, innermost, so that every layer sees typed errors.
func classify(builtin bool) middleware.Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			if builtin {
				req = callinfo.Watch(req)
			}
			resp, err := next.RoundTrip(req)
			if err != nil {
				return nil, callinfo.From(req.Context()).Typed(err)
			}
			switch code := resp.StatusCode; {
			case code == http.StatusSwitchingProtocols && req.Header.Get("Upgrade") == "":
				err = errUnaskedUpgrade
			case code < 100:
				err = errInvalidStatus
			default:
				callinfo.From(req.Context()).Received(resp)
				return resp, nil
			}
			if resp.Body != nil {
				_ = resp.Body.Close()
			}
			return nil, callinfo.From(req.Context()).Typed(&httperror.Error{Kind: httperror.Protocol, Err: err})
		})
	}
}
