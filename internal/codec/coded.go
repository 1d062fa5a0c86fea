package codec

import (
	"net/http"
	"strings"
)

// IsCoded reports whether the body of a response with a Content-Encoding has that
// coding. A part of a coded body (206) cannot be decoded by itself.
func IsCoded(method string, resp *http.Response) bool {
	return method != http.MethodHead && resp.StatusCode >= 200 && resp.ContentLength != 0 &&
		resp.StatusCode != http.StatusPartialContent && !Bodiless(resp)
}

// Bodiless reports whether the answer has no body by definition (RFC 9110,
// sections 9.3.2, 15.3.5, 15.3.6 and 15.4.5).
func Bodiless(resp *http.Response) bool {
	switch resp.StatusCode {
	case http.StatusNoContent, http.StatusResetContent, http.StatusNotModified:
		return true
	}
	return resp.Request != nil && strings.EqualFold(resp.Request.Method, http.MethodHead)
}
