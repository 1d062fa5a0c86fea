package retry

import (
	"net/http"
	"strings"
)

// origin is what a bucket of a [Budget] belongs to: scheme, host and port, the
// zero value in [Do].
type origin struct{ scheme, host string }

// originOf is the origin of req, the zero value without a budget. It allocates
// nothing unless the host is in upper case.
func (p *Policy) originOf(req *http.Request) origin {
	if p.Budget == nil || req.URL == nil {
		return origin{}
	}
	host := strings.TrimSuffix(req.URL.Host, ":")
	switch req.URL.Scheme {
	case "https":
		host = strings.TrimSuffix(host, ":443")
	case "http":
		host = strings.TrimSuffix(host, ":80")
	}
	return origin{req.URL.Scheme, strings.ToLower(host)}
}

// clone is a copy that keeps nothing else alive, such as a long URL.
func (o origin) clone() origin { return origin{strings.Clone(o.scheme), strings.Clone(o.host)} }
