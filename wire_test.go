package outbound_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
)

// wire is a server on the loopback interface that keeps what reaches it.
type wire struct {
	*httptest.Server
	mu   sync.Mutex
	seen []onWire
}

// onWire is a request as a server sees it.
type onWire struct {
	method, target, host string
	header               http.Header
	length               int64 // -1: sent in chunks
	body                 string
}

// newWire answers by answer, nil = 200 without a body. The body of a request is read
// before.
func newWire(t testing.TB, answer http.HandlerFunc) *wire {
	t.Helper()
	s := &wire{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		s.seen = append(s.seen, onWire{r.Method, r.RequestURI, r.Host, r.Header, r.ContentLength, string(body)})
		s.mu.Unlock()
		if answer != nil {
			answer(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// requests are those that came so far.
func (s *wire) requests() []onWire {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.seen)
}

// only is the one request that came.
func (s *wire) only(t testing.TB) onWire {
	t.Helper()
	all := s.requests()
	if len(all) != 1 {
		t.Fatalf("the server got %d requests, want 1", len(all))
	}
	return all[0]
}
