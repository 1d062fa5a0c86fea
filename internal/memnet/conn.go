package memnet

import (
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Conn is the client's end of a connection whose server decides how it ends.
// Make one with [NewConn].
type Conn struct {
	// Server is the server's end.
	Server net.Conn

	// Deaf breaks the connection at the first byte that the client writes. Set it
	// before the first use.
	Deaf bool

	net.Conn // the client's end
	remote   net.Addr
	readErr  atomic.Pointer[error] // what the client reads after the last byte; nil is io.EOF
	server   *pipeConn
	closed   chan struct{}
	once     sync.Once
	onClose  func()
}

// NewConn makes a connection to remote. onClose is called once, by the client's
// Close.
func NewConn(remote net.Addr, onClose func()) *Conn {
	client, server := newPipe()
	return &Conn{Conn: client, Server: server, server: server, remote: remote, closed: make(chan struct{}), onClose: onClose}
}

// RemoteAddr is the address that was given to [NewConn].
func (c *Conn) RemoteAddr() net.Addr { return c.remote }

func (c *Conn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if errors.Is(err, io.EOF) && c.readErr.Load() != nil {
		err = *c.readErr.Load()
	}
	return n, err
}

func (c *Conn) Write(p []byte) (int, error) {
	if c.Deaf {
		c.Reset()
		return len(p), nil // a socket takes the bytes and learns of the reset later
	}
	n, err := c.Conn.Write(p)
	if errors.Is(err, syscall.EPIPE) {
		err = c.opError("write", syscall.EPIPE)
	}
	return n, err
}

// Close closes both ends.
func (c *Conn) Close() error {
	c.once.Do(func() {
		close(c.closed)
		_ = c.Conn.Close()
		_ = c.Server.Close()
		c.onClose()
	})
	return nil
}

// Closed is closed by the client's Close.
func (c *Conn) Closed() <-chan struct{} { return c.closed }

// CloseWrite ends what the server sends: the client reads io.EOF, and may still
// write.
func (c *Conn) CloseWrite() { c.server.closeWrite() }

// Reset ends the connection as the server's reset does: the client reads
// ECONNRESET.
func (c *Conn) Reset() {
	err := c.opError("read", syscall.ECONNRESET)
	c.readErr.Store(&err)
	_ = c.Server.Close()
}

// Wait returns true after d, false when the client has closed the connection.
func (c *Conn) Wait(d time.Duration) bool {
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

// opError is the error that package net makes of a system call's.
func (c *Conn) opError(op string, errno syscall.Errno) error {
	return &net.OpError{Op: op, Net: "tcp", Source: local, Addr: c.remote, Err: os.NewSyscallError(op, errno)}
}
