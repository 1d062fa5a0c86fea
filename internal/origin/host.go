package origin

import (
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// maxName bounds what is given to package idna, whose time grows with the square
// of the length. A name has at most 253 characters (RFC 1035, section 2.3.4), of
// at most four bytes each.
const maxName = 4 * 253

// Host is the host of u in its one spelling: see [CanonicalHost].
func Host(u *url.URL) string { return CanonicalHost(u.Hostname()) }

// CanonicalHost is the one spelling of a host name or address without port and
// brackets: lower case, an internationalised name as net/http sends it (IDNA,
// "xn--…"), without the dot of a rooted name, and an IPv6 address as in RFC 5952.
// A name that IDNA does not take is left as it is, in lower case. A host that is
// spelled so already costs no allocation.
func CanonicalHost(host string) string {
	if plain(host) {
		return host
	}
	if strings.Contains(host, ":") {
		return address(host)
	}
	if !isASCII(host) && len(host) <= maxName {
		if ascii, err := idna.Lookup.ToASCII(host); err == nil {
			host = ascii
		}
	}
	host = strings.ToLower(host)
	if name := strings.TrimSuffix(host, "."); name != "" && !strings.HasSuffix(name, ".") {
		return name
	}
	return host
}

// address is the one spelling of an IPv6 address. The zone is the name of a
// network interface, whose case matters.
func address(host string) string {
	if a, err := netip.ParseAddr(host); err == nil {
		return a.String()
	}
	return strings.ToLower(host)
}

// plain reports whether host is its own canonical form: lower-case ASCII, no
// address of IPv6, no dot at the end.
func plain(host string) bool {
	for i := range len(host) {
		if c := host[i]; c >= 0x80 || c == ':' || 'A' <= c && c <= 'Z' {
			return false
		}
	}
	return !strings.HasSuffix(host, ".")
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
