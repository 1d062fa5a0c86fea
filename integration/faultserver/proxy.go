package faultserver

import (
	"io"
	"net"
	"net/http"
	"testing"
)

// Refused returns an address on which nobody listens.
func Refused(tb testing.TB) (addr string) {
	tb.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		tb.Fatalf("faultserver: listen: %v", err)
	}
	defer l.Close()
	return l.Addr().String()
}

// The steps below answer CONNECT (RFC 9110, section 9.3.6): give the server's
// URL to the client as its proxy. [Status] refuses the tunnel, [Garbage] speaks
// another protocol.

// Tunnel connects the client with the target it names.
func Tunnel() Step { return tunnel(-1) }

// TunnelDies connects the client with its target and resets the connection
// after n bytes from the target.
func TunnelDies(n int64) Step { return tunnel(n) }

func tunnel(limit int64) Step {
	return Do(func(c *Conn) bool {
		req, ok := c.Request()
		if !ok {
			return false
		}
		if req.Method != http.MethodConnect {
			c.Say(head(http.StatusMethodNotAllowed, "Content-Length", "0"))
			return false
		}
		target, err := net.Dial("tcp", req.RequestURI)
		if err != nil {
			c.Say(head(http.StatusBadGateway, "Content-Length", "0"))
			return false
		}
		if c.Say(head(http.StatusOK)) {
			c.pipe(target, limit)
		}
		_ = target.Close()
		return false
	})
}

// pipe copies both ways until a side ends, or limit bytes came back.
func (c *Conn) pipe(target net.Conn, limit int64) {
	up := make(chan struct{})
	go func() {
		defer close(up)
		_, _ = io.Copy(target, c.r)
		_ = target.Close()
	}()
	var back io.Reader = target
	if limit >= 0 {
		back = io.LimitReader(target, limit)
	}
	_, _ = io.Copy(c.Conn, back)
	if limit >= 0 {
		c.Reset()
	}
	_ = c.raw.Close()
	_ = target.Close()
	<-up
}
