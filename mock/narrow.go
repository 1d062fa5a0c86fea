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
					return differ("query "+name, name, v, got)
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
			return differ("header "+name, name, value, got)
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

// differ says what was wanted and what came. The values stand in the test, but
// those of a name that promises a secret are hidden all the same.
func differ(what, name, want string, got []string) string {
	if len(got) == 0 {
		return what + ": it is missing"
	}
	if redact.Sensitive(name) {
		return what + ": want " + redact.Mask + ", got another value"
	}
	return fmt.Sprintf("%s: want %q, got %q", what, want, got)
}
