package transport

import (
	"net"
	"net/netip"
	"net/url"
	"strings"

	"example.com/outbound/internal/origin"
)

// noProxy is the list of NO_PROXY: hosts, domains, addresses and networks that
// are reached directly, each with a port or for all ports. "*" is every host.
//
// A proxy of WithProxy is meant for this machine's own addresses too, which the
// library for the environment's never sends to one. So the list is read here, and
// means the same for them as for every other host.
type noProxy []func(host string, addr netip.Addr, port string) bool

func parseNoProxy(list string) (all noProxy) {
	for entry := range strings.SplitSeq(list, ",") {
		if entry = strings.ToLower(strings.TrimSpace(entry)); entry != "" {
			all = append(all, parseEntry(entry))
		}
	}
	return all
}

func parseEntry(entry string) func(string, netip.Addr, string) bool {
	if entry == "*" {
		return func(string, netip.Addr, string) bool { return true }
	}
	if network, err := netip.ParsePrefix(entry); err == nil {
		network = network.Masked()
		return func(_ string, addr netip.Addr, _ string) bool { return addr.IsValid() && network.Contains(addr) }
	}
	host, port := splitPort(entry)
	if want, err := netip.ParseAddr(host); err == nil {
		want = want.Unmap()
		return func(_ string, addr netip.Addr, p string) bool { return addr == want && (port == "" || port == p) }
	}
	domain := strings.TrimPrefix(host, "*")
	below := strings.HasPrefix(domain, ".")
	domain = strings.TrimSuffix(strings.TrimPrefix(domain, "."), ".")
	return func(host string, _ netip.Addr, p string) bool {
		return (port == "" || port == p) && domain != "" && (host == domain && !below || strings.HasSuffix(host, "."+domain))
	}
}

// splitPort takes the port off an entry: an IPv6 address with one is in brackets.
func splitPort(entry string) (host, port string) {
	if h, p, err := net.SplitHostPort(entry); err == nil {
		return h, p
	}
	return strings.Trim(entry, "[]"), ""
}

// covers reports whether requests to u go without a proxy.
func (n noProxy) covers(u *url.URL) bool {
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	addr, err := netip.ParseAddr(host)
	if err == nil {
		addr = addr.Unmap().WithZone("")
	}
	for _, entry := range n {
		if entry(host, addr, origin.Port(u)) {
			return true
		}
	}
	return false
}
