package transport

import (
	"io"
	"net"
	"sync/atomic"
)

// watchedConn notes that reading has failed. net/http says "malformed" of a
// response head whether the server sent nonsense or the connection broke in the
// middle of a line; the connection knows which.
type watchedConn struct {
	net.Conn
	broken atomic.Bool
}

func (c *watchedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if err != nil {
		c.broken.Store(true)
	}
	return n, err
}

// ReadFrom keeps the way by which a file goes to a socket in the kernel.
func (c *watchedConn) ReadFrom(r io.Reader) (int64, error) { return io.Copy(c.Conn, r) }

// Broken reports whether a read has failed.
func (c *watchedConn) Broken() bool { return c.broken.Load() }
