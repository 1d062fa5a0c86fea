package programs_test

import (
	"context"
	"net"
	"net/http"
	"testing"
)

// pipes is a listener whose connections stay in the process, for tests in
// virtual time.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
}

// servePipes starts a plain server behind pipes.
func servePipes(t *testing.T, h http.Handler) network {
	p := &pipes{make(chan net.Conn), make(chan struct{})}
	srv := &http.Server{Handler: h, ErrorLog: quiet}
	go srv.Serve(p)
	t.Cleanup(func() { srv.Close() })
	return p.network
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	close(p.done)
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

func (p *pipes) network(t *http.Transport) {
	t.Proxy = nil
	t.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		select {
		case p.conns <- theirs:
			return ours, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
