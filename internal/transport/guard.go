package transport

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"syscall"

	"code.dny.dev/ssrf"

	"example.com/outbound/httperror"
)

// wireServer is where machines in Azure find their platform: it is public by its
// number, and answers with secrets (168.63.129.16).
var wireServer = netip.MustParsePrefix("168.63.129.16/32")

// guard refuses addresses that are not public, but for those of allow.
type guard struct {
	public *ssrf.Guardian
	allow  []netip.Prefix
}

func guardian(allow []netip.Prefix) guard {
	return guard{ssrf.New(ssrf.WithAnyPort(), ssrf.WithDeniedV4Prefixes(wireServer)), allow}
}

// check is the Control function of a dialer: network is "tcp4" or "tcp6", and
// address an IP address with a port.
func (g guard) check(network, address string, c syscall.RawConn) error {
	err := g.public.Safe(network, address, c)
	if err == nil || !errors.Is(err, ssrf.ErrProhibitedNetwork) && allowed(g.allow, address) {
		return nil
	}
	return blocked(address, err)
}

// allowOnly refuses all addresses but those of allow.
func allowOnly(allow []netip.Prefix) func(string, string, syscall.RawConn) error {
	return func(_, address string, _ syscall.RawConn) error {
		if allowed(allow, address) {
			return nil
		}
		return blocked(address, errors.New("the address of the proxy is not allowed"))
	}
}

func blocked(address string, why error) error {
	return &httperror.Error{Kind: httperror.Blocked, Delivery: httperror.NotSent, Err: fmt.Errorf("the address %s is blocked: %w", address, why)}
}

func allowed(allow []netip.Prefix, address string) bool {
	at, err := netip.ParseAddrPort(address)
	return err == nil && contains(allow, at.Addr())
}

// contains reports whether addr is in one of the prefixes: an IPv4 address in either
// form, and a link-local one of any interface.
func contains(all []netip.Prefix, addr netip.Addr) bool {
	addr = addr.Unmap().WithZone("")
	for _, p := range all {
		if unmapped(p).Contains(addr) {
			return true
		}
	}
	return false
}

// unmapped is p, as a prefix of IPv4 if it is one of IPv4 addresses mapped into IPv6.
func unmapped(p netip.Prefix) netip.Prefix {
	if p.Addr().Is4In6() && p.Bits() >= 96 {
		return netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
	}
	return p
}

// checkAllowed reports the prefixes that are none.
func checkAllowed(allow []netip.Prefix) error {
	for _, p := range allow {
		if !p.IsValid() {
			return fmt.Errorf("outbound: WithGuard(%s): not a prefix of addresses, as netip.ParsePrefix makes them", p)
		}
	}
	return nil
}

// checkGuarded reports a change of the base that bypasses the guard, nil if there is
// none. t had the given dialer and proxy before the change.
func checkGuarded(t *http.Transport, dial dialFunc, proxy proxyFunc) error {
	switch {
	case t.DialContext == nil || !same(t.DialContext, dial) || t.DialTLSContext != nil || dialsItself(t):
		return errors.New("outbound: WithTransportConfig: it replaced the dialer, which WithGuard needs; leave one of them out")
	case !same(t.Proxy, proxy):
		return errors.New("outbound: WithTransportConfig: it replaced the proxy, which hides from WithGuard where requests go; name an allowed one with WithProxy")
	}
	return nil
}
