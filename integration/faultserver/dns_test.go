package faultserver_test

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"testing"
	"time"

	"example.com/outbound/integration/faultserver"
)

func TestNames(t *testing.T) {
	srv := faultserver.Start(t)
	_, port, _ := net.SplitHostPort(srv.Addr)
	names := faultserver.StartNames(t, map[string][]netip.Addr{
		"one.test": {netip.MustParseAddr("127.0.0.1")},
		"two.test": {netip.MustParseAddr("127.0.0.2"), netip.MustParseAddr("127.0.0.1")},
	})
	base := &http.Transport{DialContext: names.Dialer(time.Second).DialContext}
	for _, host := range []string{"one.test", "two.test"} {
		if _, _, err := get(t.Context(), &http.Client{Transport: base}, "http://"+host+":"+port); err != nil {
			t.Errorf("%s: got %v, want an answer", host, err)
		}
	}
	_, _, err := get(t.Context(), &http.Client{Transport: base}, "http://none.test:"+port)
	var d *net.DNSError
	if !errors.As(err, &d) || !d.IsNotFound {
		t.Errorf("got %v, want no such host", err)
	}
	base.CloseIdleConnections()
	srv.WaitIdle(t)

	base.DialContext = faultserver.StartSilentNames(t).Dialer(50 * time.Millisecond).DialContext
	_, _, err = get(t.Context(), &http.Client{Transport: base}, "http://one.test:"+port)
	if !errors.As(err, &d) || !d.Timeout() {
		t.Errorf("got %v, want a DNS timeout", err)
	}
}
