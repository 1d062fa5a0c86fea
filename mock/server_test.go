package mock_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

// flaky fails twice, then tells by which protocol it was asked.
func flaky() http.Handler {
	n := 0
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if n++; n <= 2 {
			w.Header().Set("Retry-After", "20")
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = io.Copy(w, io.MultiReader(strings.NewReader(req.Proto+" "), req.Body))
	})
}

func TestAServerRunsInTheBubble(t *testing.T) {
	for _, c := range []struct {
		name  string
		serve func(testing.TB, http.Handler) *mock.Server
		on    func(*mock.Server) outbound.Option
		want  string
	}{
		{"HTTP/1.1 as a base", mock.NewServer, asBase, "HTTP/1.1"},
		{"HTTP/1.1 under the built-in base", mock.NewServer, underBase, "HTTP/1.1"},
		{"HTTP/2 as a base", mock.NewTLSServer, asBase, "HTTP/2.0"},
		{"HTTP/2 under the built-in base", mock.NewTLSServer, underBase, "HTTP/2.0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			mock.Run(t, func(t *testing.T, m *mock.Transport) {
				srv := c.serve(t, flaky())
				client, err := outbound.New(outbound.WithBaseURL(srv.URL), outbound.WithRetry(retry.Policy{}), c.on(srv))
				if err != nil {
					t.Fatal(err)
				}
				defer client.Close()
				got, err := outbound.Put[string](t.Context(), client, "/x", strings.Repeat("0123456789", 100_000))
				if err != nil || !strings.HasPrefix(got, c.want+" 0123") || len(got) != len(c.want)+1+1_000_000 {
					t.Errorf("got %.20q, %v, want %s and the body", got, err, c.want)
				}
				if m.Elapsed() != 40*time.Second {
					t.Errorf("took %v, want twice the 20 s that the server asked for", m.Elapsed())
				}
			})
		})
	}
}

func asBase(s *mock.Server) outbound.Option    { return outbound.WithMockTransport(s) }
func underBase(s *mock.Server) outbound.Option { return outbound.WithTransportConfig(s.Configure) }

func TestAServerThatHangsIsLeftAtTheTimeout(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		srv := mock.NewTLSServer(t, http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) { <-req.Context().Done() }))
		client, err := outbound.New(outbound.WithMockTransport(srv), outbound.WithTimeout(time.Hour), outbound.WithAttemptTimeout(0))
		if err != nil {
			t.Fatal(err)
		}
		_, err = outbound.Get[string](t.Context(), client, "https://billing.internal/x")
		if !errors.Is(err, httperror.Deadline) || m.Elapsed() != time.Hour {
			t.Errorf("got %v after %v, want a deadline after 1h", err, m.Elapsed())
		}
	})
}

func TestAServersPanicIsInTheTestsLog(t *testing.T) {
	s := &spy{TB: t}
	srv := mock.NewServer(s, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("the handler's own") }))
	req, _ := http.NewRequestWithContext(t.Context(), "GET", srv.URL, nil)
	if resp, err := srv.RoundTrip(req); err == nil {
		t.Errorf("got %v, want a closed connection", resp.Status)
	}
	s.end()
	if got := s.logged(); !strings.Contains(got, "the handler's own") {
		t.Errorf("got the log %q, want the panic in it", got)
	}
}
