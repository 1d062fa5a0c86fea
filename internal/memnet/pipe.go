package mock

import (
	"net"
	"time"
)

// end is one end of a connection in memory. Unlike net.Pipe's it has a buffer,
// as a socket has: in a TLS handshake both sides may write at once.
type end struct {
	in, out     *half
	read, write deadline
}

var _ net.Conn = (*end)(nil)

// newPipe returns both ends of a connection.
func newPipe() (near, far *end) {
	a, b := newHalf(), newHalf()
	return &end{in: a, out: b}, &end{in: b, out: a}
}

func (e *end) Read(p []byte) (int, error)         { return e.in.read(p, &e.read) }
func (e *end) Write(p []byte) (int, error)        { return e.out.write(p, &e.write) }
func (e *end) LocalAddr() net.Addr                { return local }
func (e *end) RemoteAddr() net.Addr               { return local }
func (e *end) SetReadDeadline(t time.Time) error  { e.in.until(&e.read, t); return nil }
func (e *end) SetWriteDeadline(t time.Time) error { e.out.until(&e.write, t); return nil }

func (e *end) SetDeadline(t time.Time) error {
	_ = e.SetReadDeadline(t)
	return e.SetWriteDeadline(t)
}

// Close lets the other end read what was written, and ends the rest.
func (e *end) Close() error {
	e.in.change(func() { e.in.dead = true })
	e.out.change(func() { e.out.eof = true })
	return e.SetDeadline(time.Time{})
}
