package mock

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"example.com/outbound/internal/redact"
)

// rule is one condition on a request. It says what is wrong, "" if nothing is.
type rule struct {
	needsBody bool
	miss      func(req *http.Request, body []byte) string
}

func (s *Stub) match(r rule) *Stub {
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
	return s.match(rule{miss: func(req *http.Request, _ []byte) string {
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

// Header takes only requests with this value in a header field. Host and
// Content-Length are those that net/http sends.
func (s *Stub) Header(name, value string) *Stub {
	return s.match(rule{miss: func(req *http.Request, _ []byte) string {
		if got := sentHeader(req, name); !slices.Contains(got, value) {
			return differ("header", name, value, got, redact.HeaderShown(name))
		}
		return ""
	}})
}

// sentHeader is a header field of req; Request has Host and Content-Length in
// fields of their own.
func sentHeader(req *http.Request, name string) []string {
	switch http.CanonicalHeaderKey(name) {
	case "Host":
		return []string{host(req)}
	case "Content-Length":
		if req.ContentLength > 0 {
			return []string{strconv.FormatInt(req.ContentLength, 10)}
		}
		return nil
	}
	return req.Header.Values(name)
}

// host is the Host that net/http sends.
func host(req *http.Request) string {
	if req.Host != "" {
		return req.Host
	}
	return req.URL.Host
}

// After takes requests only once before has given all its replies; of one whose
// last reply repeats, once that was given.
func (s *Stub) After(before *Stub) *Stub {
	return s.match(rule{miss: func(*http.Request, []byte) string {
		if before.asked() < before.exact || before.exact == 0 && len(before.unused()) > 0 {
			return fmt.Sprintf("order: it comes after %v", before)
		}
		return ""
	}})
}

// Times lets the stub take n requests in all: fewer fail the test, more go to
// later stubs. A reply that is not given within n fails the test, too.
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

// differ says what was wanted and what the request had. It shows the wanted value
// unless name promises a secret, and the request's values only if show is true.
func differ(where, name, want string, got []string, show bool) string {
	where += " " + name
	switch {
	case len(got) == 0:
		return where + ": it is missing"
	case redact.Param(name):
		return where + ": want " + redact.Mask + ", got another value"
	case !show:
		return fmt.Sprintf("%s: want %q, got another value", where, want)
	}
	return fmt.Sprintf("%s: want %q, got %q", where, want, got)
}
