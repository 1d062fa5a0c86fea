package mock

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"example.com/outbound/internal/redact"
)

// rule is one condition on a request. It says what is wrong, "" if nothing is.
type rule struct {
	needsBody bool
	miss      func(req *http.Request, body []byte) string
}

func (s *Stub) narrow(r rule) *Stub {
	s.m.mu.Lock()
	defer s.m.mu.Unlock()
	s.rules = append(s.rules, r)
	return s
}

// Query takes only requests with this query parameter; others may be there too.
func (s *Stub) Query(name, value string) *Stub {
	return s.query(url.Values{name: {value}})
}

func (s *Stub) query(want url.Values) *Stub {
	return s.narrow(rule{miss: func(req *http.Request, _ []byte) string {
		all := req.URL.Query()
		for name, values := range want {
			for _, v := range values {
				if got := all[name]; !slices.Contains(got, v) {
					return differ("query", name, v, got, false)
				}
			}
		}
		return ""
	}})
}

// Header takes only requests with this value in a header field.
func (s *Stub) Header(name, value string) *Stub {
	return s.narrow(rule{miss: func(req *http.Request, _ []byte) string {
		if got := req.Header.Values(name); !slices.Contains(got, value) {
			return differ("header", name, value, got, redact.HeaderShown(name))
		}
		return ""
	}})
}

// After takes requests only once before has given all its replies; of one whose
// last reply repeats, once that was given.
func (s *Stub) After(before *Stub) *Stub {
	return s.narrow(rule{miss: func(*http.Request, []byte) string {
		if len(before.unused()) > 0 {
			return fmt.Sprintf("order: it comes after %v", before)
		}
		return ""
	}})
}

// Times lets the stub take n requests in all: fewer fail the test, more go to
// the stubs behind it.
func (s *Stub) Times(n int) *Stub {
	s.m.t.Helper()
	if n < 1 {
		s.m.t.Fatalf("mock: %v: Times(%d): want at least 1", s, n)
	}
	s.m.mu.Lock()
	defer s.m.mu.Unlock()
	s.exact = n
	return s
}

// Once is Times(1).
func (s *Stub) Once() *Stub {
	s.m.t.Helper()
	return s.Times(1)
}

// AnyTimes lets replies of the stub go unused.
func (s *Stub) AnyTimes() *Stub {
	s.m.mu.Lock()
	defer s.m.mu.Unlock()
	s.free = true
	return s
}

// differ says what was wanted, which stands in the test unless what it is for
// promises a secret, and what came: but for a list of harmless fields no value
// of a header or query is shown, see [Transport.Requests] for it.
func differ(where, name, want string, got []string, show bool) string {
	where += " " + name
	switch {
	case len(got) == 0:
		return where + ": it is missing"
	case redact.Sensitive(name):
		return where + ": want " + redact.Mask + ", got another value"
	case !show:
		return fmt.Sprintf("%s: want %q, got another value", where, want)
	}
	return fmt.Sprintf("%s: want %q, got %q", where, want, got)
}
