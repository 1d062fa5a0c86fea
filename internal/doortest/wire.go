package doortest

import (
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

// Wire is a server on the loopback interface that keeps what reaches it.
type Wire struct {
	*httptest.Server
	mu   sync.Mutex
	seen []OnWire
}

// OnWire is a request as a server sees it.
type OnWire struct {
	Method, Target, Host string
	Header               http.Header
	Length               int64 // -1: sent in chunks
	Body                 string
}

// NewWire answers by answer, nil = 200 without a body. The body of a request is read
// before.
func NewWire(t testing.TB, answer http.HandlerFunc) *Wire {
	t.Helper()
	s := &Wire{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		s.seen = append(s.seen, OnWire{r.Method, r.RequestURI, r.Host, r.Header, r.ContentLength, string(body)})
		s.mu.Unlock()
		if answer != nil {
			answer(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// Requests are those that came so far.
func (s *Wire) Requests() []OnWire {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.seen)
}

// Only is the one request that came.
func (s *Wire) Only(t testing.TB) OnWire {
	t.Helper()
	all := s.Requests()
	if len(all) != 1 {
		t.Fatalf("the server got %d requests, want 1", len(all))
	}
	return all[0]
}

// Authority is a file with the certificate of an authority.
func Authority(t testing.TB) string {
	t.Helper()
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	name := filepath.Join(t.TempDir(), "ca.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(name, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}
