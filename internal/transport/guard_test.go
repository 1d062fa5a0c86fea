package transport

import (
	"errors"
	"net/netip"
	"testing"

	"example.com/outbound/httperror"
)

func TestAnAddressThatIsNotPublicIsBlocked(t *testing.T) {
	for _, tt := range []struct {
		name, address string
		blocked       bool
	}{
		{"a public one", "93.184.215.14:443", false},
		{"a public one of IPv6", "[2606:4700::1111]:443", false},
		{"a public one on an odd port", "93.184.215.14:8443", false},
		{"loopback", "127.0.0.1:80", true},
		{"another loopback", "127.8.9.1:80", true},
		{"loopback of IPv6", "[::1]:80", true},
		{"this host", "0.0.0.0:80", true},
		{"this host of IPv6", "[::]:80", true},
		{"private, 10", "10.1.2.3:80", true},
		{"private, 172.16", "172.16.0.1:80", true},
		{"the last of private 172.16", "172.31.255.255:80", true},
		{"after private 172.16", "172.32.0.1:80", false},
		{"private, 192.168", "192.168.1.1:80", true},
		{"link-local, the metadata of clouds", "169.254.169.254:80", true},
		{"the wire server of Azure", "168.63.129.16:80", true},
		{"carrier-grade NAT", "100.64.0.1:80", true},
		{"protocol assignments", "192.0.0.8:80", true},
		{"benchmarks", "198.18.0.1:80", true},
		{"multicast", "224.0.0.1:80", true},
		{"reserved", "240.0.0.1:80", true},
		{"broadcast", "255.255.255.255:80", true},
		{"unique local of IPv6", "[fd00::1]:80", true},
		{"link-local of IPv6", "[fe80::1%eth0]:80", true},
		{"multicast of IPv6", "[ff02::1]:80", true},
		{"loopback mapped into IPv6", "[::ffff:127.0.0.1]:80", true},
		{"private mapped into IPv6", "[::ffff:10.0.0.1]:80", true},
		{"6to4 of a private one", "[2002:0a00:0001::]:80", true},
		{"NAT64 of a private one", "[64:ff9b::a00:1]:80", true},
		{"documentation of IPv6", "[2001:db8::1]:80", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			network := "tcp4"
			if tt.address[0] == '[' {
				network = "tcp6"
			}
			err := guardian(nil).check(network, tt.address, nil)
			if got := errors.Is(err, httperror.Blocked); got != tt.blocked {
				t.Errorf("got %v, want blocked %v", err, tt.blocked)
			}
		})
	}
	if err := guardian(nil).check("unix", "/run/docker.sock", nil); !errors.Is(err, httperror.Blocked) {
		t.Errorf("a unix socket: got %v", err)
	}
}

func TestAnAddressThatIsAllowedIsNotBlocked(t *testing.T) {
	g := guardian([]netip.Prefix{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("fd00:1::/32"), netip.MustParsePrefix("168.63.129.16/32")})
	for address, blocked := range map[string]bool{
		"10.1.2.3:80": false, "10.2.0.1:80": true, "168.63.129.16:80": false,
	} {
		if got := g.check("tcp4", address, nil) != nil; got != blocked {
			t.Errorf("%s: blocked %v, want %v", address, got, blocked)
		}
	}
	if err := g.check("tcp6", "[fd00:1::5]:80", nil); err != nil {
		t.Error(err)
	}
}

func TestTheDialOfAProxyIsKnownInEverySpelling(t *testing.T) {
	for _, tt := range []struct {
		proxy, addr string
		is          bool
	}{
		{"http://proxy.test:3128", "proxy.test:3128", true},
		{"http://Proxy.test:3128", "Proxy.test:3128", true},
		{"http://proxy.test", "proxy.test:80", true},
		{"https://proxy.test", "proxy.test:443", true},
		{"socks5://proxy.test", "proxy.test:1080", true},
		{"http://[::1]:3128", "[::1]:3128", true},
		{"http://bücher.test:3128", "xn--bcher-kva.test:3128", true},
		{"http://BÜCHER.test:3128", "xn--bcher-kva.test:3128", true},
		{"http://proxy.test:3128", "proxy.test:80", false},
		{"http://proxy.test:3128", "other.test:3128", false},
	} {
		u, err := parseProxy(tt.proxy)
		if err != nil {
			t.Fatal(err)
		}
		if got := (&proxies{named: u}).dialledAt(tt.addr); got != tt.is {
			t.Errorf("%s, dial %s: got %v, want %v", tt.proxy, tt.addr, got, tt.is)
		}
	}
}
