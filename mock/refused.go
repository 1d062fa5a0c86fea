package mock

import (
	"net/http"
	"slices"

	"golang.org/x/net/http/httpguts"
)

// refused reports whether net/http would send no such request at all.
func refused(req *http.Request) bool {
	if req.URL == nil || req.Header == nil || req.URL.Host == "" ||
		req.URL.Scheme != "http" && req.URL.Scheme != "https" || !httpguts.ValidHeaderFieldName(method(req)) {
		return true // a method is a token, as a field name is (RFC 9110, sections 5.1 and 9.1)
	}
	for name, values := range req.Header {
		if !httpguts.ValidHeaderFieldName(name) || slices.ContainsFunc(values, invalidValue) {
			return true
		}
	}
	return false
}

func invalidValue(v string) bool { return !httpguts.ValidHeaderFieldValue(v) }

func closeBody(req *http.Request) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
}

// NetHTTPErrors tells the client that the errors of a reply are net/http's own, so
// that it may go by their texts where they have no type.
func (m *Transport) NetHTTPErrors() bool { return true }
