package mock

import (
	"context"
	"crypto/tls"
	"crypto/x509"
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

// BadCertificate is a server whose certificate nobody vouches for: kind tls. It
// does so for http URLs too.
func BadCertificate() Reply { return handshake("bad certificate", stranger) }

// handshake is a server that shows the client a certificate which it must
// refuse. The error is the one of a real handshake.
func handshake(what string, shown func() (tls.Certificate, *x509.CertPool)) Reply {
	return Reply{what: what, dial: func(ctx context.Context, addr *net.TCPAddr, host string) error {
		cert, roots := shown()
		c := newConn(addr, func() {})
		defer c.Close()
		server := tls.Server(c.far, &tls.Config{Certificates: []tls.Certificate{cert}})
		go func() { _ = server.Handshake() }()
		err := tls.Client(c, &tls.Config{RootCAs: roots, ServerName: host}).HandshakeContext(ctx)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return err
	}}
}
