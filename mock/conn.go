package mock

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"os"
	"strconv"
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
	if err == io.EOF && c.end.Load() != nil {
		err = *c.end.Load()
	}
	return n, err
}

// Write is the client's.
func (c *conn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	if err == io.ErrClosedPipe {
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

// answer writes a response of a known length; a body that ends early breaks it.
func (c *conn) answer(code int, head http.Header, contentType string, req *http.Request, length int64, body io.Reader) {
	head = defaults(head, "Content-Type", contentType)
	if bodied(code) {
		head = defaults(head, "Content-Length", strconv.FormatInt(length, 10))
	}
	w := bufio.NewWriter(c.far)
	writeHead(w, code, head)
	if bodied(code) && req.Method != http.MethodHead {
		_, _ = io.Copy(w, body)
	}
	_ = w.Flush()
}

// stream writes a response in parts; an error of body breaks it.
func (c *conn) stream(code int, head http.Header, req *http.Request, body io.Reader) {
	head = defaults(head, "Transfer-Encoding", "chunked")
	writeHead(c.far, code, head)
	if !bodied(code) || req.Method == http.MethodHead {
		return
	}
	w := httputil.NewChunkedWriter(c.far)
	if _, err := io.Copy(w, body); err == nil {
		_ = w.Close()
		_, _ = io.WriteString(c.far, "\r\n")
	}
}

func writeHead(w io.Writer, code int, head http.Header) {
	fmt.Fprintf(w, "HTTP/1.1 %03d %s\r\n", code, http.StatusText(code))
	_ = head.Write(w)
	_, _ = io.WriteString(w, "\r\n")
}

// bodied reports whether a response may have a body (RFC 9110, section 6.4.1).
func bodied(code int) bool {
	return code >= 200 && code != http.StatusNoContent && code != http.StatusNotModified
}

// defaults returns head with a field that it does not have.
func defaults(head http.Header, name, value string) http.Header {
	if _, ok := head[name]; ok || value == "" {
		return head
	}
	if head = head.Clone(); head == nil {
		head = http.Header{}
	}
	head.Set(name, value)
	return head
}
