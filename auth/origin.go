package auth

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"example.com/outbound/internal/origin"
	"example.com/outbound/internal/redact"
)

// Origin is where credentials may go: scheme, host and port. A host that begins
// with "*." stands for every sub-domain, not for the domain itself. The zero
// Origin matches nothing.
type Origin struct {
	scheme, host, port string
	sub                bool // host is what follows "*."
	any                bool // of InsecureAnyOrigin
}

// ParseOrigin reads "https://host", "https://host:port" or
// "https://*.example.com". A path, query, fragment or user info is an error, as
// is a lone "*": see [InsecureAnyOrigin].
func ParseOrigin(raw string) (Origin, error) {
	if raw == insecureAnyOrigin {
		return Origin{any: true}, nil
	}
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return Origin{}, fmt.Errorf("auth: origin %q is not of the form https://host[:port]", redact.RawURL(raw))
	}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "" {
		return Origin{}, fmt.Errorf("auth: origin %q has more than scheme, host and port", redact.RawURL(raw))
	}
	o := Origin{scheme: u.Scheme, port: origin.Port(u)}
	o.host, o.sub = strings.CutPrefix(u.Hostname(), "*.")
	o.host = origin.CanonicalHost(o.host)
	if !isName(o.host) {
		return Origin{}, fmt.Errorf("auth: origin %q has no host name and no address", redact.RawURL(raw))
	}
	if strings.Contains(o.host, "*") || o.sub && !strings.Contains(o.host, ".") {
		return Origin{}, fmt.Errorf("auth: origin %q matches too much", redact.RawURL(raw))
	}
	return o, nil
}

// isName reports whether a canonical host is a name or an address.
func isName(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	return strings.Trim(host, ".") != "" && strings.IndexFunc(host, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune("-._*", r))
	}) < 0
}

// OriginOf is the origin of u.
func OriginOf(u *url.URL) Origin {
	return Origin{scheme: u.Scheme, host: origin.Host(u), port: origin.Port(u)}
}

// Matches reports whether u belongs to the origin. Spellings of one host do not
// differ: an internationalised name and its punycode, the forms of an IPv6
// address, a name with a dot at its end, the default port.
func (o Origin) Matches(u *url.URL) bool {
	if o.any {
		return true
	}
	if u.Scheme != o.scheme || o.host == "" || origin.Port(u) != o.port {
		return false
	}
	host := origin.Host(u)
	if !o.sub {
		return host == o.host
	}
	n := len(host) - len(o.host)
	return n > 1 && host[n-1] == '.' && host[n:] == o.host
}

// String is the origin as it is parsed.
func (o Origin) String() string {
	if o.any {
		return insecureAnyOrigin
	}
	u := url.URL{Scheme: o.scheme, Host: o.host}
	if o.sub {
		u.Host = "*." + u.Host
	}
	if strings.Contains(o.host, ":") { // an IPv6 address
		u.Host = "[" + strings.ReplaceAll(o.host, "%", "%25") + "]"
	}
	if o.port != "" {
		u.Host += ":" + o.port
	}
	return u.Scheme + "://" + u.Host
}
