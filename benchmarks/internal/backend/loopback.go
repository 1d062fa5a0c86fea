package backend

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"time"
)

// Loopback is an HTTP/1.1 server on 127.0.0.1 with the pages of [Memory].
type Loopback struct {
	server *httptest.Server
	flaky  atomic.Int64
}

// NewLoopback starts a server, which runs until Close.
func NewLoopback() *Loopback {
	l := new(Loopback)
	l.server = httptest.NewServer(l)
	return l
}

// URL is the server's scheme and authority.
func (l *Loopback) URL() string { return l.server.URL }

// Close stops the server and ends its connections.
func (l *Loopback) Close() { l.server.Close() }

// ServeHTTP implements [http.Handler].
func (l *Loopback) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if swallow(r.Body) != nil {
		return // the client hung up
	}
	p := at(r.URL.Path, func() int64 { return l.flaky.Add(1) })
	w.Header()["Content-Type"] = contentType
	w.Header()["Content-Length"] = []string{p.length}
	if p.wait {
		w.Header()["Retry-After"] = noWait
	}
	w.WriteHeader(p.status)
	_, _ = w.Write(p.content)
}

var contentType = []string{"application/json"}

// Dialed is a transport that counts its dials.
type Dialed struct {
	*http.Transport
	dials atomic.Int64
}

// NewTransport returns a transport with the settings that all clients get:
// net/http's own, without a proxy, with 100 idle connections to a host.
func NewTransport() *Dialed {
	d := &Dialed{Transport: http.DefaultTransport.(*http.Transport).Clone()}
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	d.Proxy = nil
	d.MaxIdleConnsPerHost = 100
	d.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		d.dials.Add(1)
		return dialer.DialContext(ctx, network, address)
	}
	return d
}

// Dials returns the number of dials so far.
func (d *Dialed) Dials() int64 { return d.dials.Load() }

// CountDial counts a dial that a client makes with a dialer of its own.
func (d *Dialed) CountDial() { d.dials.Add(1) }
