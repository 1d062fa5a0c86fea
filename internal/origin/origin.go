// Package origin says what belongs to an origin (scheme, host and port) and
// what may leave it.
package origin

import (
	"net/textproto"
	"net/url"
	"strings"
)

// Same reports whether two URLs have the same scheme, host and port.
func Same(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && (a.Host == b.Host || strings.EqualFold(a.Hostname(), b.Hostname()) && Port(a) == Port(b))
}

// Port is the port of u, or the default one of its scheme.
func Port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	switch u.Scheme {
	case "http":
		return "80"
	case "https":
		return "443"
	}
	return ""
}

// Harmless reports whether a request field may go along to another origin.
// Everything else may carry a credential or name somebody.
func Harmless(name string) bool {
	name = textproto.CanonicalMIMEHeaderKey(name)
	switch name {
	case "User-Agent", "Range", "Traceparent", "Tracestate":
		return true
	}
	return strings.HasPrefix(name, "Accept") || strings.HasPrefix(name, "Content-") || strings.HasPrefix(name, "If-")
}
