package transport

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"reflect"
	"syscall"
	"time"

	"code.dny.dev/ssrf"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/evidence"
)

// dialer returns how the base dials. Under a guard every address is checked that
// is about to be connected to, after the name was resolved: each candidate of a
// name, on every hop. The address of a proxy must be one of those that are
// allowed, since the proxy hides where the request goes.
func (c Config) dialer(find *proxies) (dialFunc, error) {
	d := &net.Dialer{Timeout: dialTimeout, KeepAlive: keepAlive, Resolver: c.Resolver}
	plain := watched(d.DialContext)
	if !c.Guard {
		return plain, nil
	}
	d.Control = guardian(c.Allow).check
	if find == nil || find.named == nil {
		return plain, nil
	}
	if addr, err := netip.ParseAddr(find.named.Hostname()); err == nil && !contains(c.Allow, addr) {
		return nil, fmt.Errorf("outbound: WithProxy: WithGuard does not allow the address %s of the proxy: a proxy hides where requests go", addr)
	}
	viaProxy := watched((&net.Dialer{Timeout: dialTimeout, KeepAlive: keepAlive, Resolver: c.Resolver, Control: only(c.Allow)}).DialContext)
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		if addr == find.address() {
			return viaProxy(ctx, network, addr)
		}
		return plain(ctx, network, addr)
	}, nil
}

// wireServer is where machines in Azure find their platform: it is public by its
// number, and answers with secrets (168.63.129.16).
var wireServer = netip.MustParsePrefix("168.63.129.16/32")

type guard struct{ *ssrf.Guardian }

// guardian refuses addresses that are not public, but for those of allow.
func guardian(allow []netip.Prefix) guard {
	opts := []ssrf.Option{ssrf.WithAnyPort()}
	var v4, v6 []netip.Prefix
	for _, p := range allow {
		if p = p.Masked(); p.Addr().Unmap().Is4() {
			v4 = append(v4, p)
		} else {
			v6 = append(v6, p)
		}
	}
	opts = append(opts, ssrf.WithAllowedV4Prefixes(v4...), ssrf.WithAllowedV6Prefixes(v6...))
	if !contains(allow, wireServer.Addr()) {
		opts = append(opts, ssrf.WithDeniedV4Prefixes(wireServer))
	}
	return guard{ssrf.New(opts...)}
}

func (g guard) check(network, address string, c syscall.RawConn) error {
	if err := g.Safe(network, address, c); err != nil {
		return blocked(address, err)
	}
	return nil
}

// only refuses all addresses but those of allow.
func only(allow []netip.Prefix) func(string, string, syscall.RawConn) error {
	return func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err == nil && contains(allow, at.Addr()) {
			return nil
		}
		return blocked(address, errors.New("the address of the proxy is not allowed"))
	}
}

func blocked(address string, why error) error {
	return &httperror.Error{Kind: httperror.Blocked, Delivery: httperror.NotSent, Err: fmt.Errorf("the address %s is blocked: %w", address, why)}
}

func contains(all []netip.Prefix, addr netip.Addr) bool {
	for _, p := range all {
		if p.Contains(addr.Unmap()) {
			return true
		}
	}
	return false
}

// sameFunc reports whether two functions are the same one.
func sameFunc(a, b dialFunc) bool {
	return reflect.ValueOf(a).Pointer() == reflect.ValueOf(b).Pointer()
}

// dialsItself reports whether a transport has one of the older dial functions.
func dialsItself(t *http.Transport) bool {
	return t.Dial != nil || t.DialTLS != nil //nolint:staticcheck // they still work
}

// watched is dial with its connections watched, and its phases noted.
func watched(dial dialFunc) dialFunc {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		begin := time.Now()
		c, err := dial(evidence.Dialing(ctx), network, addr)
		if err != nil {
			return nil, bounded(err, time.Since(begin))
		}
		return &watchedConn{Conn: c}, nil
	}
}
