package faultserver_test

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/url"
	"testing"
	"time"

	"example.com/outbound/integration/faultserver"
)

func TestTunnel(t *testing.T) {
	ca := faultserver.NewAuthority(t)
	for _, tt := range []struct {
		name string
		step faultserver.Step
		ok   bool
	}{
		{"works", faultserver.Tunnel(), true},
		{"dies", faultserver.TunnelDies(100), false},
		{"is refused", faultserver.Status(407), false},
		{"speaks garbage", faultserver.Garbage(), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := faultserver.StartTLS(t, &tls.Config{Certificates: []tls.Certificate{ca.Issue(t)}})
			proxy := faultserver.Start(t, tt.step)
			u, _ := url.Parse(proxy.URL)
			base := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: ca.Pool}, Proxy: http.ProxyURL(u)}
			_, _, err := get(t.Context(), &http.Client{Transport: base}, srv.URL)
			if (err == nil) != tt.ok {
				t.Errorf("got %v", err)
			}
			if proxy.Requests()[0].Method != http.MethodConnect {
				t.Errorf("got %s, want CONNECT", proxy.Requests()[0].Method)
			}
			base.CloseIdleConnections()
			proxy.WaitIdle(t)
			srv.WaitIdle(t)
		})
	}
}

func TestABlackholeTakesNoConnection(t *testing.T) {
	addr := faultserver.Blackhole(t, [4]byte{127, 0, 0, 1}, 0)
	_, err := net.DialTimeout("tcp4", addr, 50*time.Millisecond)
	var ne net.Error
	if !errors.As(err, &ne) || !ne.Timeout() {
		t.Errorf("got %v, want a timeout", err)
	}
}
