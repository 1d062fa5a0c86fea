package transport

import (
	"net/http"
	"os"
	"strings"

	"example.com/outbound/internal/redact"
)

// ProxyOf names the proxy of a request and where the setting comes from:
// "http://proxy:3128 (from HTTPS_PROXY)". "" if the request goes to none.
func (p *Pool) ProxyOf(req *http.Request) string {
	find := p.now.Load().Proxy
	if find == nil {
		return ""
	}
	u, err := find(req)
	if u == nil || err != nil {
		return ""
	}
	if p.config.Proxy != "" {
		return redact.URL(u) + " (set with WithProxy)"
	}
	name := strings.ToUpper(req.URL.Scheme) + "_PROXY"
	if os.Getenv(name) == "" {
		name = strings.ToLower(name)
	}
	return redact.URL(u) + " (from " + name + ")"
}
