package auth

import (
	"fmt"
	"net/url"
	"strings"

	"example.com/outbound/internal/origin"
	"example.com/outbound/internal/redact"
)

// Origin is where credentials may go: scheme, host and port. The host may begin
// with "*." and then stands for every sub-domain, not for the domain itself.
// The zero Origin is nowhere.
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
	o := OriginOf(u)
	if rest, ok := strings.CutPrefix(o.host, "*."); ok {
		o.host, o.sub = rest, true
	}
	if strings.Contains(o.host, "*") || o.sub && !strings.Contains(o.host, ".") {
		return Origin{}, fmt.Errorf("auth: origin %q matches too much", redact.RawURL(raw))
	}
	return o, nil
}

// OriginOf is the origin of u.
func OriginOf(u *url.URL) Origin {
	return Origin{scheme: u.Scheme, host: strings.ToLower(u.Hostname()), port: origin.Port(u)}
}

// Matches reports whether u belongs to the origin.
func (o Origin) Matches(u *url.URL) bool {
	if o.any {
		return true
	}
	if u.Scheme != o.scheme || o.host == "" || origin.Port(u) != o.port {
		return false
	}
	host := u.Hostname()
	if !o.sub {
		return strings.EqualFold(host, o.host)
	}
	n := len(host) - len(o.host)
	return n > 1 && host[n-1] == '.' && strings.EqualFold(host[n:], o.host)
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
		u.Host = "[" + o.host + "]"
	}
	if o.port != "" {
		u.Host += ":" + o.port
	}
	return u.Scheme + "://" + u.Host
}
