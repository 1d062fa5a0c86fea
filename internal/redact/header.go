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
func HeaderShown(name string) bool { return shown[textproto.CanonicalMIMEHeaderKey(name)] }

// Header returns h for printing: fields that are not allowed have their values
// hidden. also names fields allowed in addition.
func Header(h http.Header, also ...string) http.Header {
	out := make(http.Header, len(h))
	for name, values := range h {
		ok := HeaderShown(name)
		for _, a := range also {
			ok = ok || strings.EqualFold(a, name)
		}
		if !ok {
			values = []string{Mask}
		}
		out[name] = append([]string(nil), values...)
	}
	return out
}

// ResponseHeader returns a copy of h, a response's, for the caller's eyes: the
// fields that carry credentials or addresses with them are removed.
func ResponseHeader(h http.Header) http.Header {
	out := make(http.Header, len(h))
	for name, values := range h {
		if name == "Www-Authenticate" || !Sensitive(name) {
			out[name] = append([]string(nil), values...)
		}
	}
	if loc := out.Get("Location"); loc != "" {
		out.Set("Location", RawURL(loc))
	}
	return out
}
