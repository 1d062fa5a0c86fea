package retry_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
)

// peer serves one connection; it is closed afterwards.
type peer func(*net.TCPConn)

// server is a listener that serves each connection by the next of its peers; the
// last one repeats.
type server struct {
	addr string
	mu   sync.Mutex
	seen int // connections
}

func listen(t *testing.T, peers ...peer) *server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{addr: l.Addr().String()}
	var running sync.WaitGroup
	running.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			s.mu.Lock()
			serve := peers[min(s.seen, len(peers)-1)]
			s.seen++
			s.mu.Unlock()
			running.Go(func() {
				defer conn.Close()
				serve(conn.(*net.TCPConn))
			})
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		running.Wait()
	})
	return s
}

// conns is the number of connections so far.
func (s *server) conns() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen
}

// reset ends the connection with a RST instead of a FIN.
func reset(c *net.TCPConn) { _ = c.SetLinger(0) }

// reads reads n bytes, or the whole request if n is negative, and then goes on.
func reads(n int64, then ...peer) peer {
	return func(c *net.TCPConn) {
		if n >= 0 {
			_, _ = io.CopyN(io.Discard, c, n)
		} else if req, err := http.ReadRequest(bufio.NewReader(c)); err == nil {
			_, _ = io.Copy(io.Discard, req.Body)
		}
		for _, p := range then {
			p(c)
		}
	}
}

// says writes text.
func says(text string) peer {
	return func(c *net.TCPConn) { _, _ = io.WriteString(c, text) }
}

// answers reads a request and answers it.
var answers = reads(-1, says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"))

// nobody is an address where nobody listens.
func nobody(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
