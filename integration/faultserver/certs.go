package faultserver

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"path/filepath"
	"testing"
	"time"
)

// Authority is a certificate authority of a test's own.
type Authority struct {
	File string         // its certificate, PEM
	Pool *x509.CertPool // the same, in memory

	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// NewAuthority makes an authority and writes its certificate to a temporary file.
func NewAuthority(tb testing.TB) *Authority {
	tb.Helper()
	a := &Authority{key: newKey(tb), Pool: x509.NewCertPool()}
	template := template("fault authority")
	template.IsCA, template.BasicConstraintsValid, template.KeyUsage = true, true, x509.KeyUsageCertSign
	a.cert = sign(tb, template, template, a.key, a.key)
	a.Pool.AddCert(a.cert)
	a.File = filepath.Join(tb.TempDir(), "ca.pem")
	write(tb, a.File, "CERTIFICATE", a.cert.Raw)
	return a
}

// Issue makes a certificate for 127.0.0.1 and localhost, good for an hour, for
// servers and clients alike, after the changes.
func (a *Authority) Issue(tb testing.TB, changes ...func(*x509.Certificate)) tls.Certificate {
	tb.Helper()
	t := template("localhost")
	t.DNSNames, t.IPAddresses = []string{"localhost"}, []net.IP{net.IPv4(127, 0, 0, 1)}
	t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}
	for _, change := range changes {
		change(t)
	}
	key := newKey(tb)
	leaf := sign(tb, t, a.cert, key, a.key)
	return tls.Certificate{Certificate: [][]byte{leaf.Raw}, PrivateKey: key, Leaf: leaf}
}

// Expired is a change for [Authority.Issue]: it ended yesterday.
func Expired(c *x509.Certificate) {
	c.NotBefore, c.NotAfter = time.Now().AddDate(0, 0, -2), time.Now().AddDate(0, 0, -1)
}

// ForHost is a change for [Authority.Issue]: it is for name and nothing else.
func ForHost(name string) func(*x509.Certificate) {
	return func(c *x509.Certificate) {
		c.Subject.CommonName, c.DNSNames, c.IPAddresses = name, []string{name}, nil
	}
}

// Named is a change for [Authority.Issue]: the subject's common name.
func Named(name string) func(*x509.Certificate) {
	return func(c *x509.Certificate) { c.Subject.CommonName = name }
}

func template(name string) *x509.Certificate {
	serial, _ := rand.Int(rand.Reader, big.NewInt(1<<62))
	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: name},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(time.Hour),
		KeyUsage:     x509.KeyUsageDigitalSignature,
	}
}

func newKey(tb testing.TB) *ecdsa.PrivateKey {
	tb.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		tb.Fatalf("faultserver: generate key: %v", err)
	}
	return key
}

func sign(tb testing.TB, t, parent *x509.Certificate, key, by *ecdsa.PrivateKey) *x509.Certificate {
	tb.Helper()
	der, err := x509.CreateCertificate(rand.Reader, t, parent, &key.PublicKey, by)
	if err != nil {
		tb.Fatalf("faultserver: sign certificate: %v", err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		tb.Fatalf("faultserver: parse certificate: %v", err)
	}
	return c
}
