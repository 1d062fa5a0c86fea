package integration_test

import (
	"net"
	"net/http"
	"net/netip"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

func dnsFaults() []fault {
	return []fault{
		{
			name:    "no such host",
			provoke: named(nil, time.Second),
			get:     retried(httperror.DNS).unseen(),
			post:    retried(httperror.DNS).unseen(), // nothing was sent
		},
		{
			name: "DNS timeout",
			provoke: func(t *testing.T) scene {
				names := faultserver.StartSilentNames(t)
				return scene{url: "http://" + originHost + "/x", opts: []outbound.Option{resolving(names, 100*time.Millisecond)}}
			},
			get:  retried(httperror.DNS).late(),
			post: retried(httperror.DNS).late(),
		},
		{
			name: "one dead address of two",
			provoke: named(map[string][]netip.Addr{
				originHost: {netip.MustParseAddr("127.0.0.2"), netip.MustParseAddr("127.0.0.1")},
			}, time.Second),
			get:  answered(1),
			post: answered(1),
		},
	}
}

// named is a scene of one server on 127.0.0.1, asked for by originHost.
func named(hosts map[string][]netip.Addr, timeout time.Duration) func(*testing.T) scene {
	return func(t *testing.T) scene {
		t.Helper()
		srv := faultserver.Start(t)
		_, port, _ := net.SplitHostPort(srv.Addr)
		return scene{
			url:  "http://" + net.JoinHostPort(originHost, port) + "/x",
			opts: []outbound.Option{resolving(faultserver.StartNames(t, hosts), timeout)},
			seen: srv,
		}
	}
}

func resolving(names *faultserver.Names, timeout time.Duration) outbound.Option {
	return outbound.WithTransportConfig(func(tr *http.Transport) { tr.DialContext = names.Dialer(timeout).DialContext })
}
