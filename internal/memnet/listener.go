package mock

import (
	"context"
	"net"
	"net/http"
	"os"
	"sync"
	"syscall"
	"time"
)

// door is a listener in memory.
type door struct {
	callers chan net.Conn
	closed  chan struct{}
	once    sync.Once
}

func newDoor() *door { return &door{callers: make(chan net.Conn), closed: make(chan struct{})} }

// knock connects.
func (d *door) knock(ctx context.Context) (net.Conn, error) {
	near, far := newPipe()
	select {
	case d.callers <- far:
		return near, nil
	case <-ctx.Done():
		return nil, &net.OpError{Op: "dial", Net: "tcp", Addr: local, Err: ctx.Err()}
	case <-d.closed:
		return nil, &net.OpError{Op: "dial", Net: "tcp", Addr: local, Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	}
}

// Accept waits for the next that knocks.
func (d *door) Accept() (net.Conn, error) {
	select {
	case c := <-d.callers:
		return c, nil
	case <-d.closed:
		return nil, net.ErrClosed
	}
}

func (d *door) Addr() net.Addr { return local }

func (d *door) Close() error {
	d.once.Do(func() { close(d.closed) })
	return nil
}

// guests are a server's connections.
type guests struct {
	mu   sync.Mutex
	here int
	news chan struct{} // closed at the next change
}

// note is told of every change of a connection.
func (g *guests) note(_ net.Conn, state http.ConnState) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch state {
	case http.StateNew:
		g.here++
	case http.StateClosed, http.StateHijacked:
		g.here--
	default:
		return
	}
	if g.news != nil {
		close(g.news)
		g.news = nil
	}
}

// leave waits until all are gone, for a second or so: net/http's server keeps a
// closed connection for half a second where it has not read all of a request,
// and in a bubble time stands still once the test has ended.
func (g *guests) leave() {
	timeout := time.After(time.Second)
	for {
		g.mu.Lock()
		here := g.here
		if g.news == nil {
			g.news = make(chan struct{})
		}
		news := g.news
		g.mu.Unlock()
		if here == 0 {
			return
		}
		select {
		case <-news:
		case <-timeout:
			return
		}
	}
}
