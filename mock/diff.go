package mock

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/jarcoal/httpmock"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/redact"
)

// unmatched is a request without an answer, and why it has none.
type unmatched struct {
	line string
	why  string
}

// noMatch records that no stub and no responder takes x. The error has kind unknown, so that
// the default policy does not retry it, and matches
// [httpmock.NoResponderFound].
func (m *Transport) noMatch(x *exchange) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.unmatched = append(m.unmatched, unmatched{line(x.asked), m.nearest(x)})
	return &httperror.Error{
		Kind: httperror.Unknown,
		Err:  fmt.Errorf("mock: %w: see the end of the test", httpmock.NoResponderFound),
	}
}

// nearest describes the stub that comes closest to x.
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

// distance is how far s is from x. A difference of the path weighs more than the
// rest.
func (s *Stub) distance(x *exchange) int {
	const path = 100
	d := len(s.misses(x))
	if s.url.miss(x.asked.URL) != "" {
		d += path + s.url.apart(x.asked.URL)
	}
	return d
}

// line is method and URL of req, without secrets.
func line(req *http.Request) string { return method(req) + " " + redact.URL(req.URL) }
