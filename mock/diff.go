package mock

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/jarcoal/httpmock"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/redact"
)

// lost is a request that nobody answered, and why.
type lost struct {
	line string
	why  string
}

// unmatched notes that nobody answers x. The error has kind unknown, so that
// the default policy does not retry it, and matches
// [httpmock.NoResponderFound].
func (m *Transport) unmatched(x *exchange) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lost = append(m.lost, lost{line(x.req), m.nearest(x)})
	return &httperror.Error{
		Kind: httperror.Unknown,
		Err:  fmt.Errorf("mock: %w: see the end of the test", httpmock.NoResponderFound),
	}
}

// nearest describes the stub that misses x by least.
func (m *Transport) nearest(x *exchange) string {
	best, least := (*Stub)(nil), 0
	for _, s := range m.stubs {
		if d := s.distance(x); best == nil || d < least {
			best, least = s, d
		}
	}
	if best == nil {
		return "    there is no stub; give one with On\n"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "    nearest stub: %v\n", best)
	for _, why := range best.misses(x) {
		fmt.Fprintf(&b, "      %s\n", why)
	}
	return b.String()
}

// distance weighs what is wrong: the path more than the rest, since a stub for
// another path is another stub.
func (s *Stub) distance(x *exchange) int {
	const path = 100
	d := len(s.misses(x))
	if s.url.miss(x.req.URL) != "" {
		d += path + s.url.apart(x.req.URL)
	}
	return d
}

// line is what was asked, without secrets.
func line(req *http.Request) string { return method(req) + " " + redact.URL(req.URL) }
