package faultserver

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
)

// WritePair writes c to client.pem and client.key in dir, over what is there.
func WritePair(tb testing.TB, dir string, c tls.Certificate) (certFile, keyFile string) {
	tb.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(c.PrivateKey)
	if err != nil {
		tb.Fatalf("faultserver: marshal key: %v", err)
	}
	certFile, keyFile = filepath.Join(dir, "client.pem"), filepath.Join(dir, "client.key")
	write(tb, certFile, "CERTIFICATE", c.Certificate[0])
	write(tb, keyFile, "PRIVATE KEY", der)
	return certFile, keyFile
}

func write(tb testing.TB, file, kind string, der []byte) {
	tb.Helper()
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		tb.Fatalf("faultserver: write PEM: %v", err)
	}
}
