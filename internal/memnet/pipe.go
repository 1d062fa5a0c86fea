// Package memnet is a network in memory for tests: a listener, and connections
// with buffers, deadlines and the errors of package net. It uses no socket, so it
// works in a bubble of package synctest.
package memnet

import (
	"net"
	"time"
)

// local is the address of both ends (RFC 5737).
var local = &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 49152}

// pipeConn is one end of a connection in memory. Unlike net.Pipe's it has a
// buffer, as a socket has: in a TLS handshake both sides may write at once.
type pipeConn struct {
	in, out     *stream
	read, write deadline
}

// Pipe returns both ends of a connection. A Write blocks while 64 KiB have not
// been read.
func Pipe() (client, server net.Conn) { return newPipe() }

func newPipe() (client, server *pipeConn) {
	a, b := newStream(), newStream()
	return &pipeConn{in: a, out: b}, &pipeConn{in: b, out: a}
}

func (c *pipeConn) Read(p []byte) (int, error)         { return c.in.read(p, &c.read) }
func (c *pipeConn) Write(p []byte) (int, error)        { return c.out.write(p, &c.write) }
func (c *pipeConn) LocalAddr() net.Addr                { return local }
func (c *pipeConn) RemoteAddr() net.Addr               { return local }
func (c *pipeConn) SetReadDeadline(t time.Time) error  { c.in.setDeadline(&c.read, t); return nil }
func (c *pipeConn) SetWriteDeadline(t time.Time) error { c.out.setDeadline(&c.write, t); return nil }

func (c *pipeConn) SetDeadline(t time.Time) error {
	_ = c.SetReadDeadline(t)
	return c.SetWriteDeadline(t)
}

// closeWrite lets the other end read what was written, and then io.EOF. Unlike
// after Close the other end may still write.
func (c *pipeConn) closeWrite() { c.out.change(func() { c.out.eof = true }) }

// Close lets the other end read what was written, and ends everything else.
func (c *pipeConn) Close() error {
	c.in.change(func() { c.in.broken = true })
	c.out.change(func() { c.out.eof = true })
	return c.SetDeadline(time.Time{})
}
