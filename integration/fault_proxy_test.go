package integration_test

import (
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

// The requests counted are those that the proxy saw, CONNECT included.
func proxyFaults() []fault {
	return []fault{
		{
			name: "proxy refused",
			provoke: func(t *testing.T) scene {
				return scene{url: "https://" + originHost + "/x", opts: proxied("http://" + faultserver.Refused(t))}
			},
			get:  retried(httperror.Proxy),
			post: retried(httperror.Proxy), // nothing was sent
		},
		{
			name: "plain request, proxy refused",
			provoke: func(t *testing.T) scene {
				return scene{url: "http://" + originHost + "/x", opts: proxied("http://" + faultserver.Refused(t))}
			},
			get:  retried(httperror.Proxy),
			post: retried(httperror.Proxy),
		},
		{
			name:    "407 on CONNECT",
			provoke: through(faultserver.Status(407, "Proxy-Authenticate", `Basic realm="p"`)),
			get:     failed(httperror.Proxy),
			post:    failed(httperror.Proxy),
		},
		{
			name:    "502 on CONNECT",
			provoke: through(faultserver.Status(502)),
			get:     retried(httperror.Proxy),
			post:    retried(httperror.Proxy), // the request was not sent
		},
		{
			name:    "proxy dies in the tunnel, during the handshake",
			provoke: through(faultserver.TunnelDies(0)),
			get:     retried(httperror.Reset).or2(httperror.TLS),
			post:    retried(httperror.Reset).or2(httperror.TLS), // the handshake did not complete
		},
		{
			name:    "proxy dies in the tunnel, after the request",
			provoke: diesLater,
			get:     retried(httperror.Reset),
			post:    failed(httperror.Reset),
		},
		{
			name:    "proxy speaks garbage",
			provoke: through(faultserver.Garbage()),
			get:     retried(httperror.Protocol).or2(httperror.Proxy),
			post:    retried(httperror.Protocol).or2(httperror.Proxy), // nothing was sent
		},
	}
}

// proxied names a proxy that wants a password.
func proxied(url string) []outbound.Option {
	scheme, host, _ := strings.Cut(url, "://")
	return []outbound.Option{outbound.WithProxy(scheme + "://user:" + canary + "-proxy@" + host)}
}

// through is a scene of a TLS server behind a proxy with a script.
func through(step faultserver.Step) func(*testing.T) scene {
	return func(t *testing.T) scene {
		t.Helper()
		s := encrypted(nil)(t)
		s.servers = []*faultserver.Server{s.seen}
		s.seen = faultserver.Start(t, step)
		s.opts = append(s.opts, proxied(s.seen.URL)...)
		return s
	}
}

// diesLater is a scene whose proxy breaks when the server has the request.
func diesLater(t *testing.T) scene {
	t.Helper()
	s := through(faultserver.Tunnel())(t)
	proxy := s.seen
	s.servers[0].Script(faultserver.Do(func(c *faultserver.Conn) bool {
		if _, ok := c.Request(); ok {
			proxy.ResetAll()
		}
		return false
	}))
	return s
}
