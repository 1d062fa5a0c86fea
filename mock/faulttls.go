package mock

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
)

// BadCertificate is a server whose certificate nobody vouches for: kind tls. It
// is one for an http URL too.
func BadCertificate() Reply { return handshake("bad certificate", stranger) }

// ExpiredCertificate is a server whose certificate is known and too old: kind
// tls. It is one for an http URL too.
func ExpiredCertificate() Reply { return handshake("expired certificate", outdated) }

// handshake is a server that shows the client a certificate which it must
// refuse. The error is the one of a real handshake, whatever options check or do
// not check certificates.
func handshake(what string, shown func() (tls.Certificate, *x509.CertPool)) Reply {
	return Reply{what: what, dial: func(ctx context.Context, addr *net.TCPAddr, _ string) error {
		cert, roots := shown()
		c := newConn(addr, func() {})
		defer func() { _ = c.Close() }()
		server := tls.Server(c.far, &tls.Config{Certificates: []tls.Certificate{cert}})
		go func() { _ = server.HandshakeContext(ctx) }()
		err := tls.Client(c, &tls.Config{RootCAs: roots, ServerName: certifiedHost}).HandshakeContext(ctx)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return err
	}}
}
