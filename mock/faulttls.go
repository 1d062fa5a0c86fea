package mock

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"

	"example.com/outbound/internal/memnet"
)

// BadCertificate is a server whose certificate no known authority has signed: kind
// tls, for an http URL too.
func BadCertificate() Reply { return handshake("bad certificate", untrusted) }

// ExpiredCertificate is a server whose certificate has expired: kind tls, for an
// http URL too.
func ExpiredCertificate() Reply { return handshake("expired certificate", expired) }

// handshake is a server that shows the client a certificate which it must
// refuse. The error is the one of a real handshake, whatever options check or do
// not check certificates.
func handshake(what string, certificate func() (tls.Certificate, *x509.CertPool)) Reply {
	return Reply{what: what, dial: func(ctx context.Context, addr *net.TCPAddr, _ string) error {
		cert, roots := certificate()
		c := memnet.NewConn(addr, func() {})
		defer func() { _ = c.Close() }()
		server := tls.Server(c.Server, &tls.Config{Certificates: []tls.Certificate{cert}})
		go func() { _ = server.HandshakeContext(ctx) }()
		err := tls.Client(c, &tls.Config{RootCAs: roots, ServerName: certifiedHost}).HandshakeContext(ctx)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return err
	}}
}
