package retry

import (
	"strings"

	uri "example.com/outbound/internal/origin"
)

// origin is what a bucket of a [Budget] belongs to: scheme, host and port, the
// zero value in [Do].
type origin struct{ scheme, host string }

// origin is where the run sends its request, the zero value without a budget.
// It allocates nothing unless the host is spelled in an unusual way.
func (r *run) origin() origin {
	if r.policy.Budget == nil || r.hop == nil || r.hop.URL == nil {
		return origin{}
	}
	return origin{r.hop.URL.Scheme, uri.Key(r.hop.URL)}
}

// clone is a copy that keeps nothing else alive, such as a long URL.
func (o origin) clone() origin { return origin{strings.Clone(o.scheme), strings.Clone(o.host)} }
