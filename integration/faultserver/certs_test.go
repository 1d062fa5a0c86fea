package faultserver_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"testing"

	"example.com/outbound/integration/faultserver"
)

func TestCertificates(t *testing.T) {
	ca := faultserver.NewAuthority(t)
	for _, tt := range []struct {
		name   string
		change func(*x509.Certificate)
		ok     func(error) bool
	}{
		{"good", func(*x509.Certificate) {}, func(err error) bool { return err == nil }},
		{"expired", faultserver.Expired, func(err error) bool {
			var e x509.CertificateInvalidError
			return errors.As(err, &e) && e.Reason == x509.Expired
		}},
		{"wrong host", faultserver.ForHost("elsewhere.test"), func(err error) bool {
			var e x509.HostnameError
			return errors.As(err, &e)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := faultserver.StartTLS(t, &tls.Config{Certificates: []tls.Certificate{ca.Issue(t, tt.change)}})
			base := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: ca.Pool}}
			_, _, err := get(t.Context(), &http.Client{Transport: base}, srv.URL)
			if !tt.ok(err) {
				t.Errorf("got %v", err)
			}
			base.CloseIdleConnections()
			srv.WaitIdle(t)
		})
	}
}
