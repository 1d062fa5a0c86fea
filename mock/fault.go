package mock

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// Refused is a port that nobody listens on: kind connect.
func Refused() Reply {
	return Reply{what: "connection refused", dial: func(_ context.Context, addr *net.TCPAddr, _ string) error {
		return &net.OpError{Op: "dial", Net: "tcp", Addr: addr, Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	}}
}

// NoSuchHost is a name that does not resolve: kind dns.
func NoSuchHost() Reply {
	return Reply{what: "no such host", dial: func(_ context.Context, _ *net.TCPAddr, host string) error {
		return &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}}
	}}
}

// Reset is a connection that breaks after the request was sent and before the
// first byte of an answer: kind reset.
func Reset() Reply {
	return Reply{what: "connection reset", serve: func(c *conn, _ http.Header, _ *http.Request) { c.reset() }}
}

// Truncated is an answer that announces body and breaks off after n bytes of it:
// kind body, when it is read.
func Truncated(code int, body string, n int) Reply {
	n = min(max(n, 0), len(body))
	r := Reply{what: strconv.Itoa(code) + " cut off"}
	r.serve = func(c *conn, head http.Header, req *http.Request) {
		c.answer(code, head, "text/plain; charset=utf-8", req, int64(len(body)), strings.NewReader(body[:n]))
	}
	return r
}

// Stall takes the request and never answers. It ends with the request's context,
// whose cause it returns: kind timeout, deadline or canceled, as the context has
// it.
func Stall() Reply {
	return Reply{what: "stall", serve: func(c *conn, _ http.Header, _ *http.Request) { <-c.closed }}
}

// Garbage answers with something that is not HTTP: kind protocol.
func Garbage() Reply {
	return Reply{what: "garbage", serve: func(c *conn, _ http.Header, _ *http.Request) {
		_, _ = io.WriteString(c.far, "SSH-2.0-OpenSSH_9.9\r\n\r\n")
	}}
}

// Closed is a connection that the server closes after the request was sent,
// without a byte of an answer: kind reset.
func Closed() Reply {
	return Reply{what: "connection closed", serve: func(*conn, http.Header, *http.Request) {}}
}

// ResetUnsent is a connection that breaks before a byte of the request is
// through: kind reset. That nothing was sent does not show: another request on
// the same connection might have been.
func ResetUnsent() Reply { return Reply{what: "connection reset before the request", deaf: true} }
