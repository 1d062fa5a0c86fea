package transport

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"net/url"
	"os"

	"golang.org/x/net/http/httpproxy"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/origin"
	"example.com/outbound/internal/redact"
)

// proxies is how the built-in base finds its proxy: that of WithProxy, which
// NO_PROXY still restrains, or that of the environment as New has found it.
type proxies struct {
	named   *url.URL // of WithProxy, nil without it
	noProxy noProxy
	env     func(*url.URL) (*url.URL, error)
	envName string // of the variable with the proxy for https
}

// proxy returns nil where there is no proxy: by WithoutProxy, or under a guard
// that none was named beside.
func (c Config) proxy() (*proxies, error) {
	if c.Direct || c.Guard && c.Proxy == "" {
		return nil, nil
	}
	p := &proxies{noProxy: parseNoProxy(cmp.Or(os.Getenv("NO_PROXY"), os.Getenv("no_proxy")))}
	if c.Proxy == "" {
		p.env, p.envName = httpproxy.FromEnvironment().ProxyFunc(), "https_proxy"
		if os.Getenv("HTTPS_PROXY") != "" {
			p.envName = "HTTPS_PROXY"
		}
		return p, nil
	}
	named, err := parseProxy(c.Proxy)
	p.named = named
	return p, err
}

// request is the proxy for req, nil for none.
func (p *proxies) request(req *http.Request) (*url.URL, error) {
	if p.named == nil {
		return p.env(req.URL)
	}
	if p.noProxy.covers(req.URL) {
		return nil, nil
	}
	return p.named, nil
}

// dialledAt reports whether addr is the proxy of WithProxy, which net/http may
// spell in another way: with its port, and the host as IDNA has it.
func (p *proxies) dialledAt(addr string) bool {
	host, port, err := net.SplitHostPort(addr)
	if err != nil || origin.CanonicalHost(host) != origin.Host(p.named) {
		return false
	}
	return port == cmp.Or(origin.Port(p.named), "1080") // of socks5
}

// refused types the answer of a proxy that does not open the tunnel.
func (p *proxies) refused(_ context.Context, proxy *url.URL, connect *http.Request, resp *http.Response) error {
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	return &httperror.Error{Kind: httperror.Proxy, Delivery: httperror.NotSent, Err: &httperror.ProxyRefusal{
		Proxy:           redact.URL(proxy),
		Source:          p.source(),
		StatusCode:      resp.StatusCode,
		CredentialsSent: connect.Header.Get("Proxy-Authorization") != "",
	}}
}

// source is where the setting has come from. A proxy that refuses CONNECT is that
// for https.
func (p *proxies) source() string {
	if p.named != nil {
		return "WithProxy"
	}
	return p.envName
}
