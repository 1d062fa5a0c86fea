package mock

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"

	"example.com/outbound/internal/memnet"
)

// Refused is a port without a listener: kind connect.
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
	return Reply{what: "connection reset", serve: func(c *memnet.Conn, _ http.Header, _ *http.Request) { c.Reset() }}
}

// Truncated is an answer that announces body and breaks off after n bytes of it:
// kind body, when it is read.
func Truncated(code int, body string, n int) Reply {
	part := body[:min(max(n, 0), len(body))]
	return coded(code, " cut off", func(c *memnet.Conn, head http.Header, req *http.Request) {
		writeAnswer(c, code, head, textPlain, req, int64(len(body)), strings.NewReader(part))
	})
}

// Stall takes the request and never answers. It ends with the request's context,
// whose cause it returns: kind timeout, deadline or canceled, as the context has
// it.
func Stall() Reply {
	return Reply{what: "stall", serve: func(c *memnet.Conn, _ http.Header, _ *http.Request) { <-c.Closed() }}
}

// Garbage answers with something that is not HTTP: kind protocol.
func Garbage() Reply {
	return Reply{what: "garbage", serve: func(c *memnet.Conn, _ http.Header, _ *http.Request) {
		_, _ = io.WriteString(c.Server, "SSH-2.0-OpenSSH_9.9\r\n\r\n")
	}}
}

// Closed is a connection that the server closes after the request was sent,
// without a byte of an answer: kind reset.
func Closed() Reply {
	return Reply{what: "connection closed", serve: func(*memnet.Conn, http.Header, *http.Request) {}}
}

// ResetUnsent is a connection that breaks before a byte of the request has
// arrived: kind reset. The error does not say that the server got nothing.
func ResetUnsent() Reply { return Reply{what: "connection reset before the request", deaf: true} }
