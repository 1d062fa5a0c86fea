package signature

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"example.com/outbound/internal/origin"
)

var (
	errQuery = errors.New("signature: the query is not a list of pairs")
	errTwice = errors.New("signature: a query parameter that is covered occurs more than once")
)

// derivedValue is a derived component (RFC 9421, section 2.2) of a request that
// is about to be sent or that a server has received.
func derivedValue(req *http.Request, name string) string {
	switch name {
	case "@method":
		if req.Method == "" {
			return http.MethodGet
		}
		return req.Method
	case "@scheme":
		return schemeOf(req)
	case "@authority":
		return authority(req)
	case "@target-uri":
		return schemeOf(req) + "://" + authority(req) + target(req)
	case "@request-target":
		return target(req)
	case "@query":
		return "?" + req.URL.RawQuery
	}
	if path := req.URL.EscapedPath(); path != "" {
		return path
	}
	return "/"
}

// schemeOf is the scheme of the target, which the server knows by its connection.
func schemeOf(req *http.Request) string {
	switch {
	case req.URL.Scheme != "":
		return strings.ToLower(req.URL.Scheme)
	case req.TLS != nil:
		return "https"
	}
	return "http"
}

func host(req *http.Request) string {
	if req.Host != "" {
		return req.Host
	}
	return req.URL.Host
}

// authority is host and port in lower case, without the default port (section
// 2.2.3), and an internationalised name as net/http sends it.
func authority(req *http.Request) string {
	u := url.URL{Scheme: schemeOf(req), Host: host(req)}
	name := strings.ToLower(u.Hostname())
	if strings.IndexFunc(name, func(r rune) bool { return r >= 0x80 }) >= 0 {
		name = origin.CanonicalHost(name)
	}
	if strings.Contains(name, ":") {
		name = "[" + name + "]"
	}
	if port := u.Port(); port != "" && port != origin.Port(&url.URL{Scheme: u.Scheme}) {
		name += ":" + port
	}
	return name
}

// target is the request target in origin form.
func target(req *http.Request) string {
	if req.RequestURI != "" && strings.HasPrefix(req.RequestURI, "/") {
		return req.RequestURI
	}
	return req.URL.RequestURI()
}

// queryParam is the value of a query parameter that is named in its encoded form
// (section 2.2.8).
func queryParam(req *http.Request, name string) (v string, has bool, err error) {
	query, err := url.ParseQuery(req.URL.RawQuery)
	if err != nil {
		return "", false, errQuery // err quotes the query
	}
	for key, values := range query {
		switch {
		case encode(key) != name:
		case len(values) > 1:
			return "", false, errTwice
		default:
			return encode(values[0]), true, nil
		}
	}
	return "", false, nil
}

// encode is the percent-encoding of forms, with %20 for a space.
func encode(s string) string {
	return strings.NewReplacer("+", "%20", "%2A", "*", "~", "%7E").Replace(url.QueryEscape(s))
}
