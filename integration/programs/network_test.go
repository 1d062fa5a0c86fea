package programs_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"
)

// network tells a transport how to reach a server.
type network func(*http.Transport)

// loopback is plain HTTP/1.1 on 127.0.0.1.
func loopback(*http.Transport) {}

// trusting accepts the certificates of pool, over HTTP/2 where the server
// speaks it.
func trusting(pool *x509.CertPool) network {
	return func(t *http.Transport) {
		if t.TLSClientConfig == nil {
			t.TLSClientConfig = new(tls.Config)
		}
		t.TLSClientConfig.RootCAs = pool
	}
}

// unix dials the socket of that name, whatever the URL says.
func unix(name string) network {
	return func(t *http.Transport) {
		t.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", name)
		}
	}
}

// bounded closes the connections of n after d: a client that hangs fails its
// test instead of stopping all others.
func bounded(t *testing.T, d time.Duration, n network) network {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	t.Cleanup(cancel)
	return func(t *http.Transport) {
		n(t)
		dial := t.DialContext
		t.DialContext = func(dialing context.Context, network, address string) (net.Conn, error) {
			conn, err := dial(dialing, network, address)
			if err == nil {
				context.AfterFunc(ctx, func() { conn.Close() })
			}
			return conn, err
		}
	}
}

// serve starts a plain server on 127.0.0.1.
func serve(t *testing.T, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(func() { stop(srv) })
	return srv
}

// serveH2 starts a server for HTTP/2 over TLS.
func serveH2(t *testing.T, h http.Handler) (*httptest.Server, network) {
	t.Helper()
	srv := httptest.NewUnstartedServer(h)
	srv.EnableHTTP2 = true
	srv.Config.ErrorLog = quiet
	srv.StartTLS()
	t.Cleanup(func() { stop(srv) })
	pool := x509.NewCertPool()
	pool.AddCert(srv.Certificate())
	return srv, trusting(pool)
}

// serveUnix starts a plain server on a unix socket and returns its name.
func serveUnix(t *testing.T, h http.Handler) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "d.sock")
	l, err := net.Listen("unix", name)
	if err != nil {
		t.Fatal(err)
	}
	srv := &httptest.Server{Listener: l, Config: &http.Server{Handler: h}}
	srv.Start()
	t.Cleanup(func() { stop(srv) })
	return name
}

func stop(srv *httptest.Server) {
	srv.CloseClientConnections()
	srv.Close()
}

// soon is a context that ends with the test, at the latest after a few seconds.
func soon(t *testing.T) context.Context { return aFewSeconds.context(t) }

func (d within) context(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Duration(d))
	t.Cleanup(cancel)
	return ctx
}

// serveTLS starts a server for HTTP/1.1 over TLS.
func serveTLS(t *testing.T, h http.HandlerFunc) (*httptest.Server, network) {
	t.Helper()
	srv := httptest.NewTLSServer(h)
	t.Cleanup(func() { stop(srv) })
	pool := x509.NewCertPool()
	pool.AddCert(srv.Certificate())
	return srv, trusting(pool)
}
