package inspect

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// allowed reports whether the request may see the pages.
func (i *Inspector) allowed(req *http.Request) bool {
	return fromThisMachine(req) || i.remote != nil && i.remote(req)
}

// fromThisMachine reports whether a request comes from this machine, for this machine, and
// through no proxy. A page of another origin can have its own name resolved to a
// loopback address, but the browser sends that name as Host.
func fromThisMachine(req *http.Request) bool {
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via"} {
		if _, ok := req.Header[name]; ok {
			return false
		}
	}
	peer, err := netip.ParseAddrPort(req.RemoteAddr)
	return err == nil && peer.Addr().Unmap().IsLoopback() && namesThisMachine(req.Host)
}

// namesThisMachine reports whether a Host field names this machine.
func namesThisMachine(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil { // no port
		name = host
		if bare, ok := strings.CutPrefix(host, "["); ok && strings.HasSuffix(bare, "]") {
			name = strings.TrimSuffix(bare, "]")
		}
	}
	if strings.EqualFold(name, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(name)
	return err == nil && addr.Unmap().IsLoopback()
}

// protect sets what keeps a page from loading, or being loaded by, anything else.
func protect(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}
