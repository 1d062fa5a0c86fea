package integration_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// requests is a server that records the bytes of requests.
type requests struct {
	*httptest.Server
	seen chan sent
}

// sent is a request: its lines in the order of the alphabet, and its body.
type sent struct {
	head string
	body []byte
}

func recordRequests(t *testing.T) *requests {
	t.Helper()
	s := &requests{seen: make(chan sent, 8)}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("reading the body: %v", err)
		}
		raw := r.Context().Value(rawKey{}).(*rawConn).take()
		head, _, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
		all := strings.Split(string(head), "\r\n")
		for i := range all {
			all[i] = strings.TrimSuffix(all[i], " ") // curl writes none after the colon of an empty field
		}
		slices.Sort(all[1:])
		s.seen <- sent{strings.Join(all, "\n"), body}
	}))
	s.Listener = rawListener{s.Listener}
	s.Config.ConnContext = withRaw
	s.Start()
	t.Cleanup(s.Close)
	return s
}

func (s *requests) take() sent { return <-s.seen }

// rawListener accepts connections that keep what they have read.
type rawListener struct{ net.Listener }

func (l rawListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &rawConn{Conn: c}, nil
}

type rawKey struct{}

func withRaw(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, rawKey{}, c)
}

type rawConn struct {
	net.Conn

	mu   sync.Mutex
	read bytes.Buffer
}

func (c *rawConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.read.Write(p[:n])
	return n, err
}

// take returns what was read since the last take.
func (c *rawConn) take() []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	raw := bytes.Clone(c.read.Bytes())
	c.read.Reset()
	return raw
}
