package mock

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"example.com/outbound/internal/redact"
)

// Query takes only requests with this query parameter; others may be there too.
func (s *Stub) Query(name, value string) *Stub {
	s.addQuery(url.Values{name: {value}})
	return s
}

func (s *Stub) addQuery(want url.Values) {
	for name, values := range want {
		s.rules = append(s.rules, rule{miss: func(req *http.Request, _ []byte) string {
			got := req.URL.Query()[name]
			for _, v := range values {
				if !slices.Contains(got, v) {
					return differ("query "+name, name, v, got)
				}
			}
			return ""
		}})
	}
}

// Header takes only requests with this value in a header field.
func (s *Stub) Header(name, value string) *Stub {
	s.rules = append(s.rules, rule{miss: func(req *http.Request, _ []byte) string {
		if got := req.Header.Values(name); !slices.Contains(got, value) {
			return differ("header "+name, name, value, got)
		}
		return ""
	}})
	return s
}

// Times lets the stub take n requests in all: fewer fail the test, more go to
// the stubs behind it.
func (s *Stub) Times(n int) *Stub {
	s.exact = n
	return s
}

// Once is Times(1).
func (s *Stub) Once() *Stub { return s.Times(1) }

// AnyTimes lets replies go unused.
func (s *Stub) AnyTimes() *Stub {
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
