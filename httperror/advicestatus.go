package httperror

import (
	"errors"
	"net/http"
)

// statusAdvice is for a status of 400 to 499 but 429 (RFC 9110, section 15.5).
func (e *Error) statusAdvice(owner string) string {
	const reply = "; the field Body of the error has the server's reply"
	parts := "the URL, the header fields and the body"
	if e.safe() {
		parts = "the URL and the header fields"
	}
	switch e.StatusCode {
	case http.StatusUnauthorized:
		return "correct the credentials (WithAuth): they are missing, wrong or expired" + reply
	case http.StatusForbidden:
		return owner + " to permit this to the credentials of the call" + reply
	case http.StatusNotFound, http.StatusGone:
		return "correct the URL and the identifiers in it, or " + owner + " why nothing is there; AllowStatus makes it a result" + reply
	case http.StatusMethodNotAllowed:
		return "correct the method: the server does not accept " + e.method() + " at this URL" + reply
	case http.StatusNotAcceptable:
		return "correct the field Accept: the server has no such representation" + reply
	case http.StatusProxyAuthRequired:
		return "set the user and password of the proxy" + reply
	case http.StatusRequestTimeout, http.StatusTooEarly:
		return owner + " why it did not take the request in time" + reply
	case http.StatusConflict, http.StatusPreconditionFailed, http.StatusPreconditionRequired, http.StatusLocked:
		return "read the present state of the resource, and decide anew: the request does not fit it" + reply
	case http.StatusRequestEntityTooLarge, http.StatusRequestURITooLong, http.StatusRequestHeaderFieldsTooLarge:
		return "send a smaller request" + reply
	case http.StatusUnsupportedMediaType:
		return "correct the Content-Type of the body" + reply
	case http.StatusUnprocessableEntity:
		return "correct the values in the request" + reply
	}
	return "correct the request (" + parts + ")" + reply
}

// proxyAdvice is for a proxy that refuses or cannot be reached.
func (e *Error) proxyAdvice() string {
	p, ok := errors.AsType[*ProxyRefusal](e.Err)
	if !ok {
		return "start the proxy, or correct its address (WithProxy, HTTPS_PROXY, HTTP_PROXY); NO_PROXY or WithoutProxy bypasses it"
	}
	source := p.Source
	if source == "" {
		source = "the setting of the proxy"
	}
	switch {
	case p.StatusCode == http.StatusProxyAuthRequired && !p.CredentialsSent:
		return "set user and password in the URL of the proxy (" + source + "); ask the owner of the proxy for them"
	case p.StatusCode == http.StatusProxyAuthRequired:
		return "correct user and password in the URL of the proxy (" + source + "); ask the owner of the proxy for them"
	case p.Temporary():
		return "ask the owner of the proxy: its load, or the way beyond it, is the cause"
	}
	return "ask the owner of the proxy to allow " + e.host() + ", or bypass it with NO_PROXY or WithoutProxy"
}
