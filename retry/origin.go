package retry

import "strings"

// origin is what a bucket of a [Budget] belongs to: scheme, host and port, the
// zero value in [Do].
type origin struct{ scheme, host string }

// origin is where the run sends its request, the zero value without a budget.
// It allocates nothing unless the host is in upper case.
func (r *run) origin() origin {
	if r.policy.Budget == nil || r.hop == nil || r.hop.URL == nil {
		return origin{}
	}
	u := r.hop.URL
	host := strings.TrimSuffix(u.Host, ":")
	switch u.Scheme {
	case "https":
		host = strings.TrimSuffix(host, ":443")
	case "http":
		host = strings.TrimSuffix(host, ":80")
	}
	return origin{u.Scheme, strings.ToLower(host)}
}

// clone is a copy that keeps nothing else alive, such as a long URL.
func (o origin) clone() origin { return origin{strings.Clone(o.scheme), strings.Clone(o.host)} }
