package auth

import (
	"net/http"

	"example.com/outbound/internal/call"
)

// authorize returns the request to send for req, which itself stays without
// credentials but for the field of a oneField.
func authorize(s Scheme, req *http.Request) (*http.Request, error) {
	if f, ok := s.(oneField); ok {
		field, err := f.field(req)
		if err != nil {
			return req, err
		}
		return call.Inject(req, field), nil
	}
	return authorizeCopy(s, req)
}

// authorizeCopy is authorize for a scheme that sets more than one field. It is
// a function of its own so that the frame of the common case stays small.
//
//go:noinline
func authorizeCopy(s Scheme, req *http.Request) (*http.Request, error) {
	sent := req.WithContext(req.Context())
	if sent.Header = req.Header.Clone(); sent.Header == nil {
		sent.Header = http.Header{}
	}
	err := s.Authorize(sent)
	call.HideAdded(req, sent)
	return sent, err
}
