package vcr

import (
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"example.com/outbound/internal/redact"
)

const (
	form     = "application/x-www-form-urlencoded"
	jsonType = "application/json"
	xmlType  = "application/xml"
)

// url hides the secrets in a URL and drops its user info and fragment.
func (s secrets) url(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return redact.Mask
	}
	u.User, u.Fragment = nil, ""
	u.RawQuery = s.pairs(u.RawQuery)
	path, query, found := strings.Cut(u.String(), "?")
	for _, v := range s.values {
		path = strings.ReplaceAll(path, url.PathEscape(v), redact.Mask)
	}
	if !found {
		return path
	}
	return path + "?" + query
}

// pairs hides the secrets in a query or a form, whose order is the names' then.
func (s secrets) pairs(raw string) string {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return s.text(raw)
	}
	for name, all := range values {
		for i := range all {
			if s.p.sensitive(name) {
				all[i] = redact.Mask
			} else {
				all[i] = s.text(all[i])
			}
		}
	}
	return values.Encode()
}

// header hides the secrets in a response's header. An address stays one.
func (s secrets) header(h http.Header) http.Header {
	out := make(http.Header, len(h))
	for name, values := range h {
		for _, v := range values {
			switch {
			case s.p.sensitive(name) && name != "Www-Authenticate":
				v = redact.Mask
			case name == "Location" || name == "Content-Location":
				v = s.url(v)
			case !redact.HeaderShown(name):
				v = s.text(v)
			}
			out[name] = append(out[name], v)
		}
	}
	return out
}

// body hides the secrets in a body of a type.
func (s secrets) body(b []byte, contentType string) []byte {
	if len(b) == 0 {
		return b
	}
	switch mediaType(contentType) {
	case form:
		return []byte(s.pairs(string(b)))
	case jsonType:
		if covered, ok := s.json(b); ok {
			return covered
		}
	case xmlType:
		if covered := redact.XML(b, 2*len(b)+1024); len(covered) > 0 {
			b = covered
		}
	}
	if !utf8.Valid(b) {
		return b
	}
	return []byte(s.text(string(b)))
}

// mediaType is a Content-Type without its parameters.
func mediaType(contentType string) string {
	kind, _, err := mime.ParseMediaType(contentType)
	switch {
	case err != nil:
		return ""
	case strings.HasSuffix(kind, "+json"):
		return jsonType
	case strings.HasSuffix(kind, "+xml"), kind == "text/xml":
		return xmlType
	}
	return kind
}
