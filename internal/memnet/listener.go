package memnet

import (
	"context"
	"net"
	"os"
	"sync"
	"syscall"
)

// Listener is a listener in memory. Make one with [Listen].
type Listener struct {
	accept chan net.Conn
	closed chan struct{}
	once   sync.Once
}

// Listen makes a listener that [Listener.Dial] connects to.
func Listen() *Listener {
	return &Listener{accept: make(chan net.Conn), closed: make(chan struct{})}
}

// Dial waits until the connection is accepted, the context ends or the listener
// is closed.
func (l *Listener) Dial(ctx context.Context) (net.Conn, error) {
	client, server := Pipe()
	select {
	case l.accept <- server:
		return client, nil
	case <-ctx.Done():
		return nil, &net.OpError{Op: "dial", Net: "tcp", Addr: local, Err: ctx.Err()}
	case <-l.closed:
		return nil, &net.OpError{Op: "dial", Net: "tcp", Addr: local, Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	}
}

// Accept waits for the next connection.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.accept:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Addr is the address of every connection's client.
func (l *Listener) Addr() net.Addr { return local }

// Close ends Accept and later dials. Connections stay open.
func (l *Listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}
