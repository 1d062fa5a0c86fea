// Package origin compares origins (scheme, host and port) and says which fields
// of a request may leave one.
package origin

import (
	"net/textproto"
	"net/url"
	"strings"
)

// Same reports whether two URLs have the same scheme, host and port, however
// they are spelled: see [Host] and [Port].
func Same(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && (a.Host == b.Host || Port(a) == Port(b) && Host(a) == Host(b))
}

// Key is host and port of u in their one spelling, the port left out if it is
// the default of the scheme: "example.com", "[::1]:8443". A URL that is spelled
// so already costs no allocation.
func Key(u *url.URL) string {
	host, port := Host(u), Port(u)
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port == defaultPort(u.Scheme) {
		return host
	}
	if len(u.Host) == len(host)+1+len(port) && strings.HasPrefix(u.Host, host) && strings.HasSuffix(u.Host, port) {
		return u.Host
	}
	return host + ":" + port
}

// Port is the port of u without leading zeros, or the default port of its
// scheme, or "".
func Port(u *url.URL) string {
	if p := u.Port(); p != "" {
		if trimmed := strings.TrimLeft(p, "0"); trimmed != "" {
			return trimmed
		}
		return "0"
	}
	return defaultPort(u.Scheme)
}

func defaultPort(scheme string) string {
	switch scheme {
	case "http":
		return "80"
	case "https":
		return "443"
	}
	return ""
}

// Harmless reports whether a request field may go along to another origin.
// Every other field may carry a credential or identify a person.
func Harmless(name string) bool {
	name = textproto.CanonicalMIMEHeaderKey(name)
	switch name {
	case "User-Agent", "Range", "Traceparent", "Tracestate":
		return true
	}
	return strings.HasPrefix(name, "Accept") || strings.HasPrefix(name, "Content-") || strings.HasPrefix(name, "If-")
}

// OfContent reports whether a request field is about the body, which a redirect may
// drop (RFC 9110, section 15.4), or makes its call one that may be repeated.
func OfContent(name string) bool {
	name = textproto.CanonicalMIMEHeaderKey(name)
	switch name {
	case "Digest", "Repr-Digest", "Last-Modified", "Expect", "Idempotency-Key":
		return true
	}
	return strings.HasPrefix(name, "Content-")
}
