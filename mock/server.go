package mock

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"log"
	"net"
	"net/http"
	"testing"

	"example.com/outbound/internal/memnet"
)

// Server is a real HTTP server in memory: it needs no socket, and works in [Run].
// It is a base for every host:
//
//	outbound.New(billing.Preset(), outbound.WithMockTransport(srv))
type Server struct {
	URL      string // of the server, without a slash at the end
	http     *http.Server
	listener *memnet.Listener
	conns    conns
	tls      bool
	base     *http.Transport
}

// NewServer serves h in HTTP/1.1 until the end of t, for https URLs too. What the
// server logs, a panic of h for example, goes to t's log.
func NewServer(t testing.TB, h http.Handler) *Server {
	t.Helper()
	return start(t, h, "http://mock.test", false)
}

// NewTLSServer is [NewServer] with TLS and, for clients that ask for it, HTTP/2.
func NewTLSServer(t testing.TB, h http.Handler) *Server {
	t.Helper()
	return start(t, h, "https://mock.test", true)
}

func start(t testing.TB, h http.Handler, url string, secure bool) *Server {
	output := &testLog{t: t}
	s := &Server{
		URL:      url,
		http:     &http.Server{Handler: h, ErrorLog: log.New(output, "mock: server: ", 0)},
		listener: memnet.Listen(),
		tls:      secure,
		base:     &http.Transport{ForceAttemptHTTP2: true},
	}
	s.http.ConnState = s.conns.note
	s.Configure(s.base)
	if secure {
		s.http.TLSConfig = &tls.Config{Certificates: []tls.Certificate{validCert()}}
		go func() { _ = s.http.ServeTLS(s.listener, "", "") }()
	} else {
		go func() { _ = s.http.Serve(s.listener) }()
	}
	t.Cleanup(func() {
		output.end()
		s.base.CloseIdleConnections()
		_ = s.listener.Close()
		_ = s.http.Close()
		s.conns.wait()
	})
	return s
}

// RoundTrip sends req to the server, whatever its host.
func (s *Server) RoundTrip(req *http.Request) (*http.Response, error) { return s.base.RoundTrip(req) }

// CloseIdleConnections closes the connections that no request uses.
func (s *Server) CloseIdleConnections() { s.base.CloseIdleConnections() }

// Configure lets rt dial the server for every host, trust its certificate, and
// use no proxy. It puts the server beneath a client's built-in base:
//
//	outbound.WithTransportConfig(srv.Configure)
func (s *Server) Configure(rt *http.Transport) {
	rt.Proxy = nil
	rt.DialContext = s.dial
	if !s.tls {
		rt.DialTLSContext = s.dial
		return
	}
	config := &tls.Config{}
	if rt.TLSClientConfig != nil {
		config = rt.TLSClientConfig.Clone()
	}
	config.ServerName, config.RootCAs = certifiedHost, x509.NewCertPool()
	config.RootCAs.AddCert(validCert().Leaf)
	rt.TLSClientConfig = config
}

func (s *Server) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	return s.listener.Dial(ctx)
}
