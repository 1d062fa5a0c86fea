package mock

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strconv"

	"example.com/outbound/internal/memnet"
	"example.com/outbound/internal/pause"
)

// dialFault ends a dial to addr. It may block until ctx ends.
type dialFault func(ctx context.Context, addr *net.TCPAddr, host string) error

// send gives r to the request through net/http's own transport, over a
// connection that is made for it alone: request, response, body and context
// behave as net/http makes them.
func (r Reply) send(m *Transport, x *exchange) (*http.Response, error) {
	dial := func(_ context.Context, _, addr string) (net.Conn, error) { return r.connect(x, m, addr) }
	rt := &http.Transport{DialContext: dial, DialTLSContext: dial, DisableKeepAlives: true}
	if r.proxied {
		viaProxy(rt)
	}
	return rt.RoundTrip(x.req)
}

// connect dials. The request's context bounds it, as net/http bounds a dial that
// no other request will use.
func (r Reply) connect(x *exchange, m *Transport, addr string) (net.Conn, error) {
	ctx := x.asked.Context()
	to, host := resolve(addr)
	if r.serve == nil {
		if err := pause.For(ctx, r.after); err != nil {
			return nil, err
		}
	}
	if r.dial != nil {
		return nil, r.dial(ctx, to, host)
	}
	c := m.newConn(to)
	if c.Deaf = r.deaf; !c.Deaf {
		m.run(func() { r.accept(m, c, x) })
	}
	return c, nil
}

// accept is the server of one connection: it reads the request, then replies.
// The client has closed its body by then, so that a test can tell that it did. An
// early reply does not wait for the body; the client may send on after it.
func (r Reply) accept(m *Transport, c *memnet.Conn, x *exchange) {
	defer func() { _ = c.Server.Close() }()
	req, err := http.ReadRequest(bufio.NewReader(c.Server))
	if err != nil {
		return
	}
	if !r.early {
		if _, err = io.Copy(io.Discard, req.Body); err != nil || !x.sent(c, req) {
			return
		}
	}
	if c.Wait(r.after) && c.Wait(m.queued(r.overload)) {
		r.serve(c, r.header, req)
	}
	if r.early {
		c.CloseWrite()
		<-c.Closed()
	}
}

// newConn makes a connection that ends with the test at the latest.
func (m *Transport) newConn(remote net.Addr) (c *memnet.Conn) {
	c = memnet.NewConn(remote, func() {
		m.mu.Lock()
		delete(m.open, c)
		m.mu.Unlock()
	})
	m.mu.Lock()
	m.open[c] = struct{}{}
	m.mu.Unlock()
	return c
}

// resolve gives every host one address of the documentation's (RFC 5737).
func resolve(addr string) (to *net.TCPAddr, host string) {
	host, port, _ := net.SplitHostPort(addr)
	n, _ := strconv.Atoi(port)
	return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 2), Port: n}, host
}
