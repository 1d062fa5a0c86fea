package transport

import (
	"crypto/tls"
	"fmt"

	"example.com/outbound/httperror"
)

// withKind is f with errors of kind tls. Package crypto/tls does not take a nil
// certificate; an empty one is none.
func withKind(f certFunc) certFunc {
	return func(info *tls.CertificateRequestInfo) (*tls.Certificate, error) {
		cert, err := f(info)
		switch {
		case err != nil:
			return nil, &httperror.Error{Kind: httperror.TLS, Delivery: httperror.NotSent, Err: fmt.Errorf("client certificate: %w", err)}
		case cert == nil:
			return new(tls.Certificate), nil
		}
		return cert, nil
	}
}
