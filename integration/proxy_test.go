package integration_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/elazarl/goproxy"

	"example.com/outbound"
	"example.com/outbound/integration/faultserver"
)

// originHost is a name that only the test's proxies and dialers know: package
// httpproxy sends nothing for a loopback address through a proxy.
const originHost = "origin.test"

// proxy is a real forward proxy that knows originHost and counts.
type proxy struct {
	URL      string
	plain    atomic.Int32
	connects atomic.Int32
}

func startProxy(t *testing.T, origin string) *proxy {
	t.Helper()
	p := &proxy{}
	g := goproxy.NewProxyHttpServer()
	g.Tr = &http.Transport{DialContext: dialOrigin(origin), DisableKeepAlives: true}
	g.ConnectDial = func(network, addr string) (net.Conn, error) {
		return dialOrigin(origin)(context.Background(), network, addr)
	}
	g.OnRequest().DoFunc(func(r *http.Request, _ *goproxy.ProxyCtx) (*http.Request, *http.Response) {
		p.plain.Add(1)
		return r, nil
	})
	g.OnRequest().HandleConnectFunc(func(host string, _ *goproxy.ProxyCtx) (*goproxy.ConnectAction, string) {
		p.connects.Add(1)
		return goproxy.OkConnect, host
	})
	srv := httptest.NewServer(g)
	t.Cleanup(srv.Close)
	p.URL = srv.URL
	return p
}

// dialOrigin dials addr, and origin where addr has the name originHost.
func dialOrigin(origin string) func(ctx context.Context, network, addr string) (net.Conn, error) {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		if host, _, _ := net.SplitHostPort(addr); host == originHost {
			addr = origin
		}
		var d net.Dialer
		return d.DialContext(ctx, network, addr)
	}
}

// direct lets the client itself reach originHost.
func direct(origin string) outbound.Option {
	return outbound.WithTransportConfig(func(tr *http.Transport) { tr.DialContext = dialOrigin(origin) })
}

func TestPlainRequestsGoThroughTheProxy(t *testing.T) {
	srv := faultserver.Start(t)
	p := startProxy(t, srv.Addr)
	c := newClient(t, outbound.WithProxy(p.URL))
	if _, err := outbound.Get[any](t.Context(), c, "http://"+originHost+"/"); err != nil {
		t.Fatal(err)
	}
	if p.plain.Load() != 1 || srv.Count() != 1 {
		t.Errorf("proxy saw %d, server saw %d, want 1 and 1", p.plain.Load(), srv.Count())
	}
}

func TestEncryptedRequestsGoThroughATunnel(t *testing.T) {
	ca := faultserver.NewAuthority(t)
	srv := protoServer(t, ca, nil)
	p := startProxy(t, srv.Listener.Addr().String())
	c := newClient(t, outbound.WithProxy(p.URL), outbound.WithRootCAs(ca.File))
	for range 2 {
		got, err := outbound.Get[string](t.Context(), c, "https://"+originHost+"/")
		if err != nil {
			t.Fatal(err)
		}
		if got != "HTTP/2.0" {
			t.Errorf("got %s through the tunnel, want HTTP/2.0", got)
		}
	}
	if p.connects.Load() != 1 || p.plain.Load() != 0 {
		t.Errorf("got %d tunnels and %d plain requests, want 1 and 0", p.connects.Load(), p.plain.Load())
	}
}

func TestALaterWithoutProxyWins(t *testing.T) {
	srv := faultserver.Start(t)
	p := startProxy(t, srv.Addr)
	c := newClient(t, outbound.WithProxy(p.URL), outbound.WithoutProxy(), direct(srv.Addr))
	if _, err := outbound.Get[any](t.Context(), c, "http://"+originHost+"/"); err != nil {
		t.Fatal(err)
	}
	if p.plain.Load() != 0 {
		t.Error("got a request through the proxy, want none")
	}
}
