package mock

import (
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// conn is a connection in memory, and how it ends. The client reads and writes
// it, the reply holds the other end.
type conn struct {
	net.Conn // the client's end
	far      net.Conn
	remote   net.Addr
	deaf     bool                  // it breaks at the client's first byte
	end      atomic.Pointer[error] // what the client reads after the last byte; nil is io.EOF
	closed   chan struct{}
	once     sync.Once
	gone     func()
}

func newConn(remote net.Addr, gone func()) *conn {
	near, far := newPipe()
	return &conn{Conn: near, far: far, remote: remote, closed: make(chan struct{}), gone: gone}
}

var local = &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 49152} // RFC 5737

func (c *conn) LocalAddr() net.Addr  { return local }
func (c *conn) RemoteAddr() net.Addr { return c.remote }

// Read is the client's.
func (c *conn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if errors.Is(err, io.EOF) && c.end.Load() != nil {
		err = *c.end.Load()
	}
	return n, err
}

// Write is the client's.
func (c *conn) Write(p []byte) (int, error) {
	if c.deaf {
		c.reset()
		return len(p), nil // a socket takes the bytes and learns of the reset later
	}
	n, err := c.Conn.Write(p)
	if errors.Is(err, syscall.EPIPE) {
		err = c.broken("write", syscall.EPIPE)
	}
	return n, err
}

// Close ends both ends.
func (c *conn) Close() error {
	c.once.Do(func() {
		close(c.closed)
		_ = c.Conn.Close()
		_ = c.far.Close()
		c.gone()
	})
	return nil
}

// reset breaks the connection under the client.
func (c *conn) reset() {
	err := c.broken("read", syscall.ECONNRESET)
	c.end.Store(&err)
	_ = c.far.Close()
}

// broken is the error that package net makes of a system call's.
func (c *conn) broken(op string, errno syscall.Errno) error {
	return &net.OpError{Op: op, Net: "tcp", Source: local, Addr: c.remote, Err: os.NewSyscallError(op, errno)}
}

// wait ends after d, or when the client has gone.
func (c *conn) wait(d time.Duration) (alive bool) {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-c.closed:
		return false
	}
}

// sent ends when the client has closed the request's body, or has gone.
// A proxy that is asked for a tunnel does not get it.
func (c *conn) sent(x *exchange, req *http.Request) (alive bool) {
	if x.rc == nil || req.Method == http.MethodConnect {
		return true
	}
	select {
	case <-x.shut:
		return true
	case <-c.closed:
		return false
	}
}
