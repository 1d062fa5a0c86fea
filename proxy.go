package outbound

import (
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"

	"golang.org/x/net/http/httpproxy"
)

// proxyFunc is how the built-in base finds its proxy: the environment's, none,
// or the one that was named, which NO_PROXY still restrains.
func (t transportConfig) proxyFunc() (func(*http.Request) (*url.URL, error), error) {
	switch {
	case t.direct:
		return nil, nil
	case t.proxy == "":
		return http.ProxyFromEnvironment, nil
	}
	u, err := parseProxy(t.proxy)
	if err != nil {
		return nil, err
	}
	noProxy := os.Getenv("NO_PROXY")
	if noProxy == "" {
		noProxy = os.Getenv("no_proxy")
	}
	find := (&httpproxy.Config{HTTPProxy: t.proxy, HTTPSProxy: t.proxy, NoProxy: noProxy}).ProxyFunc()
	return func(req *http.Request) (*url.URL, error) {
		// httpproxy never sends this machine's own addresses to a proxy, which
		// is right for the environment's. One that was named is meant.
		if host := req.URL.Hostname(); isLoopback(host) && !listed(noProxy, host) {
			return u, nil
		}
		return find(req.URL)
	}, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// listed reports whether NO_PROXY names host, by name, address or network.
func listed(noProxy, host string) bool {
	for entry := range strings.SplitSeq(noProxy, ",") {
		entry = strings.TrimSpace(entry)
		if entry == "*" || strings.EqualFold(entry, host) {
			return true
		}
		if _, network, err := net.ParseCIDR(entry); err == nil && network.Contains(net.ParseIP(host)) {
			return true
		}
	}
	return false
}
