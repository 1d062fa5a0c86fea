package faultserver

import (
	"crypto/tls"
	"net"
	"net/http"
	"sync"
	"testing"
)

// Server is one listener and its books. Its methods are safe for concurrent use.
type Server struct {
	URL  string // scheme and address, without a path
	Addr string // host and port

	listener net.Listener
	steps    script[Step]
	books    books
	done     chan struct{} // closed when the server ends
	running  sync.WaitGroup

	saltMu sync.Mutex
	salt   []string // of Salt, names and values by turns
}

// Request is what arrived: the head, and as much of the body as the step read.
type Request struct {
	Method string
	Target string // as on the request line
	Host   string
	Header http.Header
	Body   []byte
	Conn   int // number of the connection it came on, from 1
}

// Start serves plain HTTP/1.1. Without steps every answer is 200 and "{}".
func Start(tb testing.TB, steps ...Step) *Server {
	tb.Helper()
	return start(tb, "http", loopback, nil, steps)
}

// StartAt is [Start] on another address of this machine, such as "127.0.0.2:0".
func StartAt(tb testing.TB, addr string, steps ...Step) *Server {
	tb.Helper()
	return start(tb, "http", addr, nil, steps)
}

// StartTLS is [Start] over TLS. The configuration decides what is wrong with
// the handshake; see [Authority].
func StartTLS(tb testing.TB, config *tls.Config, steps ...Step) *Server {
	tb.Helper()
	return start(tb, "https", loopback, config, steps)
}

const loopback = "127.0.0.1:0"

func start(tb testing.TB, scheme, at string, config *tls.Config, steps []Step) *Server {
	tb.Helper()
	s := listen(tb, scheme, at)
	s.Script(steps...)
	s.serve(func(raw *net.TCPConn, number int) {
		if c := handshake(s, raw, config, number); c != nil {
			c.serve()
		}
	})
	return s
}

// Script replaces the steps, so that they can name the server's own URL. Call
// it between two requests, not during one.
func (s *Server) Script(steps ...Step) {
	if len(steps) == 0 {
		steps = []Step{JSON("{}")}
	}
	s.steps.set(steps)
}

func listen(tb testing.TB, scheme, at string) *Server {
	tb.Helper()
	l, err := net.Listen("tcp4", at)
	if err != nil {
		tb.Fatalf("faultserver: listen: %v", err)
	}
	addr := l.Addr().String()
	s := &Server{URL: scheme + "://" + addr, Addr: addr, listener: l, done: make(chan struct{})}
	tb.Cleanup(s.end)
	return s
}

// serve accepts connections and gives each to f in its own goroutine.
func (s *Server) serve(f func(raw *net.TCPConn, number int)) {
	s.running.Go(func() {
		for {
			c, err := s.listener.Accept()
			if err != nil {
				return
			}
			raw := c.(*net.TCPConn)
			number := s.books.open(raw)
			s.running.Go(func() {
				defer s.books.close(raw)
				f(raw, number)
			})
		}
	})
}

func (s *Server) end() {
	close(s.done)
	_ = s.listener.Close()
	s.books.closeAll()
	s.running.Wait()
}
