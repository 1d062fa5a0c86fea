package transport

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"example.com/outbound/internal/redact"
)

var proxyScheme = map[string]bool{"http": true, "https": true, "socks5": true, "socks5h": true}

// bareProxy is a host with or without a port: what is often given for a URL.
var bareProxy = regexp.MustCompile(`^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]+)?$`)

const proxyForm = "not of the form http[s]://host:port or socks5://host:port"

// parseProxy reads the URL of WithProxy. A path, a query or a fragment would mean
// nothing; there, a password that is not percent-encoded has ended the host.
func parseProxy(raw string) (*url.URL, error) {
	bad := func(shown, format string, args ...any) (*url.URL, error) {
		return nil, fmt.Errorf("outbound: WithProxy(%q): "+format, append([]any{shown}, args...)...)
	}
	if bareProxy.MatchString(raw) { // which cannot hold a password
		return bad(raw, proxyForm+"; did you mean %q?", "http://"+raw)
	}
	hint := ""
	if strings.Contains(raw, "@") {
		hint = "; a / ? # or @ in the user or the password is percent-encoded: %2F %3F %23 %40"
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Hostname() == "" || !proxyScheme[u.Scheme]:
		return bad(redact.RawURL(raw), proxyForm+"%s", hint)
	case u.Path != "" && u.Path != "/", u.RawQuery != "", u.ForceQuery, u.Fragment != "", strings.Contains(raw, "#"):
		shown := u.Scheme + "://" + redact.Mask // the password may have ended the host
		if hint == "" {
			shown = redact.RawURL(raw)
		}
		return bad(shown, "it has a path, a query or a fragment%s", hint)
	}
	u.Path = ""
	return u, nil
}
