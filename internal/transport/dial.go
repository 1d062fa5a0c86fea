package transport

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"reflect"
	"time"

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
	if err := checkAllowed(c.Allow); err != nil {
		return nil, err
	}
	d.Control = guardian(c.Allow).check
	if find == nil || find.named == nil {
		return plain, nil
	}
	if addr, err := netip.ParseAddr(find.named.Hostname()); err == nil && !contains(c.Allow, addr) {
		return nil, fmt.Errorf("outbound: WithProxy: WithGuard does not allow the address %s of the proxy: a proxy hides where requests go", addr)
	}
	viaProxy := watched((&net.Dialer{Timeout: dialTimeout, KeepAlive: keepAlive, Resolver: c.Resolver, Control: allowOnly(c.Allow)}).DialContext)
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		if find.dialledAt(addr) {
			return viaProxy(ctx, network, addr)
		}
		return plain(ctx, network, addr)
	}, nil
}

// same reports whether two functions are the same one.
func same[F dialFunc | proxyFunc](a, b F) bool {
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
