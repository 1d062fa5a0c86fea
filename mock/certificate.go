package mock

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"sync"
	"time"
)

// untrusted is a certificate and a pool that does not have it.
func untrusted() (tls.Certificate, *x509.CertPool) { return validCert(), x509.NewCertPool() }

// expired is a certificate that has expired, and a pool that has it.
func expired() (tls.Certificate, *x509.CertPool) {
	cert, pool := expiredCert(), x509.NewCertPool()
	pool.AddCert(cert.Leaf)
	return cert, pool
}

// certifiedHost is the host that the certificates name.
const certifiedHost = "mock.test"

var expiredCert = sync.OnceValue(func() tls.Certificate { return certificate(1980) })

// validCert is valid now and in a bubble of package synctest, which begins in the
// year 2000.
var validCert = sync.OnceValue(func() tls.Certificate { return certificate(2200) })

// certificate makes a certificate that is its own authority and is valid from 1970
// to the end of a year.
func certificate(until int) tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err) // no entropy
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: certifiedHost},
		DNSNames:              []string{certifiedHost},
		NotBefore:             time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC),
		NotAfter:              time.Date(until, 12, 31, 0, 0, 0, 0, time.UTC),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		panic(err) // the template is wrong
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}
