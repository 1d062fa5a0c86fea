package httperror

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
)

// ProxyUnreached reports whether err says that no connection to the proxy came
// about, as opposed to an answer of the proxy.
func ProxyUnreached(err error) bool { return isProxy(err) }

// CutOff reports whether err, a failed read of a response body, says that the
// stream ended early or its framing broke, as opposed to a body that is whole
// and wrongly encoded.
func CutOff(err error) bool { return err != nil && !wronglyEncoded(err) }

// NothingSent reports whether err by its type alone proves that no byte of the
// request reached a server: the name was not resolved, no connection came
// about, the proxy was not reached, the TLS handshake did not complete, or an
// HTTP/2 server refused the stream (RFC 9113, section 8.7).
func NothingSent(err error) bool {
	switch Classify(err) {
	case DNS, Connect:
		return true
	case Proxy:
		return isProxy(err)
	case TLS:
		return handshakeIncomplete(err)
	}
	return RefusedStream(err)
}

// handshakeIncomplete holds for what the client itself found. An alert of the
// server is no proof: in TLS 1.3 it may follow the request (RFC 8446, section 4.4.2.4).
func handshakeIncomplete(err error) bool {
	var (
		verify *tls.CertificateVerificationError
		record tls.RecordHeaderError
		ca     x509.UnknownAuthorityError
		host   x509.HostnameError
		cert   x509.CertificateInvalidError
	)
	return errors.As(err, &verify) || errors.As(err, &record) || errors.As(err, &ca) ||
		errors.As(err, &host) || errors.As(err, &cert)
}
