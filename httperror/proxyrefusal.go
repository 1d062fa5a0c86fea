package httperror

import (
	"net/http"
	"strconv"
)

// ProxyRefusal is the cause of an error of kind [Proxy] whose proxy has answered
// CONNECT with another status than 200: nothing was sent to the server.
type ProxyRefusal struct {
	Proxy           string // its URL, without user info
	Source          string // where the setting came from: "WithProxy", "HTTPS_PROXY", …
	StatusCode      int
	CredentialsSent bool // Proxy-Authorization was on the CONNECT request
}

// Error names the proxy, the source of the setting, the status, and whether
// credentials were sent.
func (e *ProxyRefusal) Error() string {
	text := "the proxy " + e.Proxy
	switch e.Source {
	case "":
	case "WithProxy":
		text += " (set with WithProxy)"
	default:
		text += " (from " + e.Source + ")"
	}
	text += " refused CONNECT with " + strconv.Itoa(e.StatusCode)
	if status := http.StatusText(e.StatusCode); status != "" {
		text += " " + status
	}
	if e.StatusCode == http.StatusProxyAuthRequired {
		if e.CredentialsSent {
			return text + ": the credentials that were sent were not taken"
		}
		return text + ": no credentials were sent"
	}
	return text
}

// Temporary reports whether the proxy may open the tunnel later: 429, 502, 503
// and 504 are about its load or the way beyond it.
func (e *ProxyRefusal) Temporary() bool {
	switch e.StatusCode {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}
