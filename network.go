package outbound

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"time"

	"example.com/outbound/internal/transport"
)

// WithTransport replaces the base of the chain. The options of the built-in base beside
// it (proxy, TLS, [WithGuard], [WithResolver], [WithMaxConnAge], [WithTransportConfig])
// are errors of New, because they could not apply to it. Default: a pooling transport.
func WithTransport(rt http.RoundTripper) Option {
	return noted("transport", "WithTransport", func(c *config) { c.Base, c.BaseID = rt, new(byte) })
}

// WithMockTransport replaces the base of the chain in a test, under any preset:
// proxy and TLS options are checked, and not used. Default: none.
func WithMockTransport(rt http.RoundTripper) Option {
	return noted("transport", "WithMockTransport", func(c *config) { c.Mock, c.BaseID = rt, new(byte) })
}

// WithTransportConfig changes the built-in base last (pool, pings, dialer). f is
// called once inside New, and inside With if the base is made anew. Default:
// none.
func WithTransportConfig(f func(*http.Transport)) Option {
	return noted("transport_config", "WithTransportConfig", func(c *config) { c.Transport.Tune = f; c.Transport.Changed++ })
}

// WithProxy sends requests through a proxy (http, https, socks5), except those to
// the hosts of NO_PROXY. Default: the proxy of the environment (HTTP_PROXY,
// HTTPS_PROXY).
func WithProxy(rawURL string) Option {
	return noted("proxy", "WithProxy", func(c *config) { c.Transport.Proxy, c.Transport.Direct = rawURL, false })
}

// WithoutProxy sends requests directly, whatever the environment says. Default:
// the proxy of the environment.
func WithoutProxy() Option {
	return noted("proxy", "WithoutProxy", func(c *config) { c.Transport.Proxy, c.Transport.Direct = "", true })
}

// WithRootCAs trusts the certificate authorities in the PEM files, and no others.
// The files are read again when they change. Default: the authorities of the
// system.
func WithRootCAs(pemFiles ...string) Option {
	return noted("tls.root_cas", "WithRootCAs", func(c *config) { c.Transport.RootCAs = append([]string{}, pemFiles...) })
}

// WithClientCertificate presents the certificate to servers that ask for one. The
// files are read again when they change. Default: none.
func WithClientCertificate(certFile, keyFile string) Option {
	return noted("tls.client_certificate", "WithClientCertificate", func(c *config) {
		c.Transport.Cert, c.Transport.CertFunc = transport.KeyPair{Cert: certFile, Key: keyFile}, nil
	})
}

// WithClientCertificateFunc asks f for the certificate to show to a server that
// wants one, in every handshake. f is called by several goroutines at once. With a
// nil certificate none is shown; an error of f ends the attempt with the kind tls. It
// takes the place of [WithClientCertificate]. A nil f is an error of New. Default:
// none.
func WithClientCertificateFunc(f func(*tls.CertificateRequestInfo) (*tls.Certificate, error)) Option {
	return noted("tls.client_certificate", "WithClientCertificateFunc", func(c *config) {
		if f == nil {
			c.Problems = append(c.Problems, errors.New("outbound: WithClientCertificateFunc: the function is nil"))
		}
		c.Transport.CertFunc = f
		c.Transport.Changed++
	})
}

// WithMinTLS sets the lowest TLS version. Default: [tls.VersionTLS12].
func WithMinTLS(version uint16) Option {
	return noted("tls.min_version", "WithMinTLS", func(c *config) { c.Transport.MinTLS = version })
}

// WithInsecureSkipVerify does not check certificates: anybody on the network path
// can read and change the traffic. Chain shows it, and the log warns of it once.
// Prefer [WithRootCAs]. Default: certificates are checked.
func WithInsecureSkipVerify() Option {
	return noted("tls.insecure_skip_verify", "WithInsecureSkipVerify", func(c *config) { c.Transport.Insecure = true })
}

// WithGuard connects to public addresses and those of allow only. Every address is
// checked just before the connection is made: after the name was resolved, for each
// address of the name, and on every redirect. A connection to another address fails with
// kind blocked, and nothing is sent. The option implies [WithoutProxy], unless
// [WithProxy] names a proxy whose address is in allow: behind a proxy the guard does not
// see where requests go. Unix sockets and a dialer of [WithTransportConfig] are refused.
// Default: every address is dialled.
func WithGuard(allow ...netip.Prefix) Option {
	allow = append([]netip.Prefix{}, allow...)
	return noted("guard", "WithGuard", func(c *config) { c.Transport.Guard, c.Transport.Allow = true, allow })
}

// WithMaxConnAge replaces connections after d ± 10 %, so that a change of DNS and new
// backends are seen. Calls in flight finish on their connections. Zero means no bound.
// Default: connections are kept while they are used.
func WithMaxConnAge(d time.Duration) Option {
	return noted("max_conn_age", "WithMaxConnAge", func(c *config) { c.Transport.MaxAge = d })
}

// WithResolver looks up host names with r. Nil means the resolver of the system.
// Default: the resolver of the system.
func WithResolver(r *net.Resolver) Option {
	return noted("resolver", "WithResolver", func(c *config) { c.Transport.Resolver = r })
}
