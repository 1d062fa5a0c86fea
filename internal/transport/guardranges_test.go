package transport

import (
	"errors"
	"fmt"
	"net/netip"
	"testing"

	"example.com/outbound/httperror"
)

// specialV4 are the ranges of the IANA IPv4 special-purpose address registry that
// are not reachable from everywhere (RFC 6890), multicast (RFC 5771), and the
// address at which machines in Azure find their platform.
var specialV4 = []string{
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
	"192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
	"224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
}

// specialV6 are those of IPv6, the ranges that contain IPv4 addresses among them.
var specialV6 = []string{
	"::/128", "::1/128", "::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64",
	"2001::/32", "2001:2::/48", "2001:10::/28", "2001:20::/28", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16",
	"fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
}

func TestEverySpecialRangeIsBlockedFromItsFirstToItsLastAddress(t *testing.T) {
	for _, text := range append(specialV4, specialV6...) {
		p := netip.MustParsePrefix(text)
		for _, addr := range []netip.Addr{p.Addr(), p.Addr().Next(), last(p)} {
			if p.Contains(addr) && !blocks(t, nil, addr) {
				t.Errorf("%s of %s is dialled", addr, p)
			}
		}
	}
}

func TestASpecialAddressIsBlockedInEveryFormOfIPv6ThatContainsIt(t *testing.T) {
	for _, text := range specialV4 {
		v4 := netip.MustParsePrefix(text).Addr().As4()
		for name, addr := range embedded(v4) {
			if !blocks(t, nil, addr) {
				t.Errorf("%s of %s: %s is dialled", name, text, addr)
			}
		}
	}
}

// embedded are the forms of an IPv4 address in IPv6.
func embedded(v4 [4]byte) map[string]netip.Addr {
	hex := fmt.Sprintf("%02x%02x:%02x%02x", v4[0], v4[1], v4[2], v4[3])
	out := map[string]netip.Addr{}
	for name, format := range map[string]string{
		"mapped":          "::ffff:%s",
		"compatible":      "::%s",
		"translated":      "::ffff:0:%s", // RFC 2765
		"6to4":            "2002:%s::",
		"NAT64":           "64:ff9b::%s",   // RFC 6052
		"local NAT64":     "64:ff9b:1::%s", // RFC 8215
		"Teredo, server":  "2001:0:%s::",
		"Teredo, client":  "2001:0:4136:e378:8000:63bf:%s", // RFC 4380: inverted, but the range is blocked as a whole
		"ISATAP, private": "fd00::200:5efe:%s",
	} {
		out[name] = netip.MustParseAddr(fmt.Sprintf(format, hex))
	}
	return out
}

func TestThePublicNeighboursOfSpecialRangesAreDialled(t *testing.T) {
	for _, text := range []string{
		"1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0", "168.63.129.15",
		"168.63.129.17", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0",
		"198.17.255.255", "198.20.0.0", "223.255.255.255", "2000::1", "2600::1", "2a00:1450:4001:830::200e", "2606:4700::1111",
	} {
		if addr := netip.MustParseAddr(text); blocks(t, nil, addr) {
			t.Errorf("%s is blocked", addr)
		}
	}
}

func TestAllowedPrefixesAreDialledAndNoOthers(t *testing.T) {
	for _, tt := range []struct {
		allow string
		dials []string
		not   []string
	}{
		{"10.1.0.0/16", []string{"10.1.0.0", "10.1.255.255"}, []string{"10.0.255.255", "10.2.0.0", "127.0.0.1", "::1"}},
		{"10.1.2.3/16", []string{"10.1.0.0", "10.1.255.255"}, []string{"10.0.255.255"}},
		{"::ffff:10.1.0.0/112", []string{"10.1.2.3"}, []string{"10.2.0.0"}},
		{"127.0.0.0/8", []string{"127.0.0.1"}, []string{"::1"}},
		{"::1/128", []string{"::1"}, []string{"127.0.0.1", "::2"}},
		{"fd00:1::/32", []string{"fd00:1::5"}, []string{"fd00:2::5"}},
		{"168.63.129.16/32", []string{"168.63.129.16"}, []string{"169.254.169.254"}},
		{"64:ff9b::/96", []string{"64:ff9b::a00:1"}, []string{"10.0.0.1"}},
		{"fe80::/10", []string{"fe80::1%eth0"}, []string{"fd00::1"}},
	} {
		allow := []netip.Prefix{netip.MustParsePrefix(tt.allow)}
		for _, text := range tt.dials {
			if blocks(t, allow, netip.MustParseAddr(text)) {
				t.Errorf("%s is blocked though %s is allowed", text, tt.allow)
			}
		}
		for _, text := range tt.not {
			if !blocks(t, allow, netip.MustParseAddr(text)) {
				t.Errorf("%s is dialled where %s is allowed", text, tt.allow)
			}
		}
	}
}

// blocks reports whether the guard refuses addr, as net.Dialer asks for it.
func blocks(t *testing.T, allow []netip.Prefix, addr netip.Addr) bool {
	t.Helper()
	network := "tcp6"
	if addr.Is4() {
		network = "tcp4"
	}
	err := guardian(allow).check(network, netip.AddrPortFrom(addr, 443).String(), nil)
	if err != nil && !errors.Is(err, httperror.Blocked) {
		t.Errorf("%s: got %v, want kind blocked", addr, err)
	}
	return err != nil
}

// last is the last address of p.
func last(p netip.Prefix) netip.Addr {
	b := p.Addr().AsSlice()
	for i := p.Bits(); i < len(b)*8; i++ {
		b[i/8] |= 1 << (7 - i%8)
	}
	addr, _ := netip.AddrFromSlice(b)
	return addr
}
