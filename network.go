package outbound

import (
	"crypto/tls"
	"errors"
	"net"
	"net/netip"
	"time"
)

// WithGuard dials public addresses only, and those of allow. Every address is
// checked when it is about to be connected to: after the name was resolved, for
// each address of the name, and on every redirect. Others are errors of kind
// blocked; nothing was sent. It implies [WithoutProxy], unless [WithProxy] names
// one whose address is in allow: behind a proxy the guard does not see where
// requests go. Unix sockets and a dialer of [WithTransportConfig] are refused.
// Default: every address is dialled.
func WithGuard(allow ...netip.Prefix) Option {
	allow = append([]netip.Prefix{}, allow...)
	return noted("guard", "WithGuard", func(c *config) { c.Transport.Guard, c.Transport.Allow = true, allow })
}

// WithMaxConnAge replaces connections after d ± 10 %, so that a change of DNS and
// new backends are seen. Calls in flight finish on the connections that they
// have. Zero means no bound. Default: connections are kept while they are used.
func WithMaxConnAge(d time.Duration) Option {
	return noted("max_conn_age", "WithMaxConnAge", func(c *config) { c.Transport.MaxAge = d })
}

// WithResolver resolves names by r. Nil and default: the system's resolver.
func WithResolver(r *net.Resolver) Option {
	return noted("resolver", "WithResolver", func(c *config) { c.Transport.Resolver = r })
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

// WithDeadlineHeader tells the server in the field how many milliseconds are left
// for the attempt: the earlier of the bounds of the call and of the attempt, and
// the caller's deadline. Without a bound there is no field. Default: off.
func WithDeadlineHeader(name string) Option {
	return noted("deadline_header", "WithDeadlineHeader", func(c *config) { c.DeadlineHeader = name })
}
