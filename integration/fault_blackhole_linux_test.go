package integration_test

import (
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

// blackholeFaults are those of an address that answers no SYN.
func blackholeFaults() []fault {
	return []fault{
		{
			name: "dial timeout",
			provoke: func(t *testing.T) scene {
				addr := faultserver.Blackhole(t, [4]byte{127, 0, 0, 1}, 0)
				return scene{url: "http://" + addr + "/x", opts: []outbound.Option{dialWithin(50 * time.Millisecond)}}
			},
			get:  retried(httperror.Connect).late(),
			post: retried(httperror.Connect).late(), // nothing was sent
		},
		{
			name:    "one address of two swallows the dial", // with 3 s, package net turns to the second after 2 s
			provoke: halfSwallowed(3 * time.Second),
			get:     answered(1),
			post:    answered(1),
		},
	}
}

// The client's own dialer leaves time for the second address.
func TestTheBuiltInDialerTurnsToTheSecondAddress(t *testing.T) {
	s := halfSwallowed(0)(t)
	if _, err := outbound.Get[any](t.Context(), newClient(t, s.opts...), s.url); err != nil {
		t.Error(err)
	}
}

// halfSwallowed is a scene of a name with two addresses, of which the first
// answers no SYN. timeout is the dialer's; 0 leaves the client its own dialer.
func halfSwallowed(timeout time.Duration) func(*testing.T) scene {
	return func(t *testing.T) scene {
		t.Helper()
		srv := faultserver.Start(t)
		_, port, _ := net.SplitHostPort(srv.Addr)
		n, _ := strconv.Atoi(port)
		faultserver.Blackhole(t, [4]byte{127, 0, 0, 2}, n)
		names := faultserver.StartNames(t, map[string][]netip.Addr{
			originHost: {netip.MustParseAddr("127.0.0.2"), netip.MustParseAddr("127.0.0.1")},
		})
		resolve := outbound.WithResolver(names.Resolver())
		if timeout > 0 {
			resolve = resolving(names, timeout)
		}
		return scene{url: "http://" + net.JoinHostPort(originHost, port) + "/x", opts: []outbound.Option{resolve}, seen: srv}
	}
}

func dialWithin(d time.Duration) outbound.Option {
	return outbound.WithTransportConfig(func(tr *http.Transport) { tr.DialContext = (&net.Dialer{Timeout: d}).DialContext })
}
