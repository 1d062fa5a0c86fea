package config

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"

	"example.com/outbound"
)

// proxy is WithProxy or WithoutProxy.
type proxy struct {
	None        bool   `word:"none"`
	Environment bool   `word:"environment"`
	URL         string `text:"true" as:"address" doc:"http://host:port, https://host:port or socks5://host:port."`
}

type keyPair struct {
	Cert string `key:"cert" as:"text" need:"true" doc:"PEM file of the certificate and its chain."`
	Key  string `key:"key" as:"text" need:"true" doc:"PEM file of the key."`
}

// guard is WithGuard.
type guard struct {
	Off   bool     `word:"off"`
	On    bool     `word:"on"`
	Allow []string `list:"true" as:"network"`
}

// resolverOf is WithResolver.
type resolverOf struct {
	System bool   `word:"system"`
	Server string `text:"true" as:"server" doc:"The IP address of the DNS server, with a port if it is not 53."`
}

// options are those of the guard; a nil one is off.
func (g *guard) options() []outbound.Option {
	if g == nil || g.Off {
		return nil
	}
	allow := make([]netip.Prefix, len(g.Allow))
	for i, network := range g.Allow {
		allow[i] = netip.MustParsePrefix(network) // parseNetwork has made it
	}
	return []outbound.Option{outbound.WithGuard(allow...)}
}

// options are those of the resolver, which asks the one server.
func (r *resolverOf) options() []outbound.Option {
	if r == nil || r.System {
		return nil
	}
	server := r.Server
	return []outbound.Option{outbound.WithResolver(&net.Resolver{
		PreferGo: true,
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, network, server)
		},
	})}
}

// parseNetwork takes a prefix of addresses.
func parseNetwork(s *scalar, w word) (any, error) {
	p, err := netip.ParsePrefix(w.text)
	if err != nil {
		return nil, s.not(w)
	}
	return p.Masked().String(), nil
}

func noNetwork(w word) string {
	if addr, err := netip.ParseAddr(w.text); err == nil && w.isText() {
		return fmt.Sprintf("%s is a single address: write %s/%d", w, addr, addr.BitLen())
	}
	return fmt.Sprintf("%s is not a network, as in 10.0.0.0/8 or fd00::/8", w)
}

var errNoServer = errors.New("a DNS server is named by its IP address, as in 10.0.0.53 or [fd00::53]:5353")

// parseServer takes an IP address with or without a port, and returns it with one.
func parseServer(_ *scalar, w word) (any, error) {
	if at, err := netip.ParseAddrPort(w.text); err == nil && at.Port() > 0 {
		return at.String(), nil
	}
	addr, err := netip.ParseAddr(w.text)
	if err != nil {
		return nil, errNoServer
	}
	return netip.AddrPortFrom(addr, 53).String(), nil
}
