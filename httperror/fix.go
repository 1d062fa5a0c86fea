package httperror

import (
	"errors"
	"net"
	"net/http"
	"strings"
)

// fix is what must change before a repeated call can succeed, "" if a repeated call
// may succeed as it is.
func (e *Error) fix() string {
	switch e.Kind {
	case Request:
		return "the request is corrected"
	case ClientStatus:
		return e.fixStatus()
	case Auth:
		return "the credentials are right"
	case Blocked:
		return "the address is allowed"
	case Closed:
		return "there is a client that is not closed"
	case Decode:
		return "the server sends what the call expects"
	case DNS:
		if d, ok := errors.AsType[*net.DNSError](e.Err); ok && d.IsNotFound {
			return "the name exists"
		}
	case Proxy:
		if p, ok := errors.AsType[*ProxyRefusal](e.Err); ok && !p.Temporary() {
			return "the proxy lets the request through"
		}
	case Redirect:
		if e.limitIs("redirects ") {
			return "the redirects come to an end"
		}
		return "the URL is corrected"
	case TLS:
		if !strings.Contains(causeText(e.Err), "took too long") {
			return "the TLS handshake can succeed"
		}
	case TooLarge:
		return "the limit is raised"
	}
	return ""
}

// fixStatus is fix for a status of 400 to 499.
func (e *Error) fixStatus() string {
	switch e.StatusCode {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusLocked:
		return ""
	case http.StatusUnauthorized, http.StatusForbidden:
		return "the credentials or their permissions are right"
	case http.StatusNotFound, http.StatusGone:
		return "the server has something at this URL"
	case http.StatusConflict, http.StatusPreconditionFailed, http.StatusFailedDependency:
		return "the state at the server has changed"
	case http.StatusRequestEntityTooLarge:
		if e.RetryAfter > 0 {
			return ""
		}
	}
	return "the request is corrected"
}
