package mock

import (
	"fmt"
	"net/http"
	"path/filepath"
	"runtime"
	"strings"

	"example.com/outbound/internal/redact"
)

// Stub answers the requests that it matches, with its replies in their order.
// Its methods restrict the match and return the stub; call them before the first
// request.
type Stub struct {
	m       *Transport
	where   string // file:line of On
	method  string // "" for any
	url     pattern
	rules   []rule
	replies []Reply
	given   []int // how often each reply was
	exact   int   // requests that the stub takes in all; 0 = no bound
	free    bool  // it need not get a request
}

// On answers requests of a method to a URL with replies in sequence, the last of
// which repeats; without any, with status 200. An empty method is every method.
//
// The URL is absolute ("https://api.example.com/users/{id}") or a path, which is
// matched at any host and includes the path of the base URL. "{name}" stands for
// one whole segment, "{name...}" at the end for all that follow; a brace of the
// path itself is written as %7B or %7D. A query in the URL requires these values
// and allows others.
//
// Stubs are tried in the order in which they were made; the first that matches
// and is not used up answers. A mistake in the arguments fails the test at once.
func (m *Transport) On(method, url string, replies ...Reply) *Stub {
	m.t.Helper()
	s := &Stub{m: m, method: strings.ToUpper(method), replies: replies}
	if _, file, line, ok := runtime.Caller(1); ok {
		s.where = fmt.Sprintf("%s:%d", filepath.Base(file), line)
	}
	var err error
	if s.url, err = parsePattern(url); err != nil {
		m.t.Fatalf("mock: On(%q, %q): %v", method, redact.Text(url), err)
	}
	if len(replies) == 0 {
		s.replies = []Reply{Status(http.StatusOK)}
	}
	for i, r := range s.replies {
		if err := r.problem(); err != nil {
			m.t.Fatalf("mock: %v: reply %d: %v", s, i+1, err)
		}
	}
	s.given = make([]int, len(s.replies))
	if len(s.url.query) > 0 {
		s.query(s.url.query)
	}
	m.mu.Lock()
	m.stubs = append(m.stubs, s)
	m.mu.Unlock()
	return s
}

// String names the stub in messages.
func (s *Stub) String() string {
	method := s.method
	if method == "" {
		method = "any method"
	}
	path, _, _ := strings.Cut(s.url.text, "?")
	return fmt.Sprintf("%s %s (%s)", method, path, s.where)
}
