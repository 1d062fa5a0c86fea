package redact

import (
	"net/http"
	"net/textproto"
	"strings"
)

// shown are the fields whose values are printed. Every other value is hidden.
var shown = map[string]bool{}

func init() {
	for _, name := range strings.Fields(`Accept Accept-Encoding Accept-Language Accept-Ranges Age Allow Cache-Control
		Connection Content-Encoding Content-Language Content-Length Content-Range Content-Type Date Expect Expires Host
		If-Match If-Modified-Since If-None-Match If-Range If-Unmodified-Since Last-Modified Etag Pragma Range Retry-After
		Server Te Trailer Transfer-Encoding Upgrade User-Agent Vary Via X-Request-Id X-Correlation-Id Traceparent
		Tracestate Ratelimit-Limit Ratelimit-Remaining Ratelimit-Reset X-Ratelimit-Limit X-Ratelimit-Remaining
		X-Ratelimit-Reset`) {
		shown[textproto.CanonicalMIMEHeaderKey(name)] = true
	}
}

// HeaderShown reports whether the values of a field may be printed.
func HeaderShown(name string) bool { return (*Names)(nil).HeaderShown(name) }

// HeaderShown reports whether the values of a field may be printed: it is on the
// list of harmless ones and its name was not added to n.
func (n *Names) HeaderShown(name string) bool {
	return shown[textproto.CanonicalMIMEHeaderKey(name)] && (n == nil || !n.Sensitive(name))
}

// Header returns a copy of h for printing: fields that are not allowed have
// their values hidden. also names fields allowed in addition, unless they are
// sensitive.
func (n *Names) Header(h http.Header, also ...string) http.Header {
	out := make(http.Header, len(h))
	for name, values := range h {
		ok := n.HeaderShown(name)
		for _, a := range also {
			ok = ok || strings.EqualFold(a, name) && !n.Sensitive(name)
		}
		if !ok {
			out[name] = []string{Mask}
			continue
		}
		values = append([]string(nil), values...)
		for i, v := range values {
			values[i] = valid(v)
		}
		out[name] = values
	}
	return out
}

// ResponseHeader returns a copy of h, a response's, for the caller's eyes: the
// fields that carry credentials are removed, and in the others user info, the
// query of a Location, and what looks like a secret is hidden.
// A challenge (RFC 9110, section 11.6.1) stays as it is.
func (n *Names) ResponseHeader(h http.Header) http.Header {
	out := make(http.Header, len(h))
	for name, values := range h {
		challenge := name == "Www-Authenticate"
		if n.Sensitive(name) && !challenge {
			continue
		}
		values = append([]string(nil), values...)
		if !challenge && !n.HeaderShown(name) {
			for i, v := range values {
				values[i] = n.fieldValue(name, v)
			}
		}
		out[name] = values
	}
	return out
}

// fieldValue is a value of a response's field without the secrets in it.
func (n *Names) fieldValue(name, value string) string {
	if name == "Location" || name == "Content-Location" {
		return n.RawURL(value)
	}
	return Masker{Names: n}.Text(value)
}
