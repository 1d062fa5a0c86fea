package integration_test

import (
	"crypto/tls"
	"net/http"
	"os"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

// The next connection after the files have changed carries the new certificate.
func TestClientCertificateFilesAreReloaded(t *testing.T) {
	ca, dir := faultserver.NewAuthority(t), t.TempDir()
	srv := protoServer(t, ca, wantsClientCertificate(ca))
	cert, key := faultserver.WritePair(t, dir, ca.Issue(t, faultserver.Named("first")))
	c := newClient(t, outbound.WithBaseURL(srv.URL), outbound.WithRootCAs(ca.File), outbound.WithClientCertificate(cert, key),
		outbound.WithTransportConfig(func(t *http.Transport) { t.DisableKeepAlives = true })) // each call makes a connection

	want := func(name string) {
		t.Helper()
		got, err := outbound.Get[string](t.Context(), c, "/")
		if err != nil || got != "HTTP/2.0 "+name {
			t.Errorf("got %q, %v, want HTTP/2.0 %s", got, err, name)
		}
	}
	want("first")

	faultserver.WritePair(t, dir, ca.Issue(t, faultserver.Named("second")))
	later := time.Now().Add(2 * time.Second) // file times may be coarse
	for _, file := range []string{cert, key} {
		if err := os.Chtimes(file, later, later); err != nil {
			t.Fatal(err)
		}
	}
	want("second")

	if err := os.WriteFile(cert, []byte("half written"), 0o600); err != nil {
		t.Fatal(err)
	}
	want("second") // a pair that cannot be read does not replace a good one
}

func TestAMissingClientCertificateIsATLSFailure(t *testing.T) {
	ca := faultserver.NewAuthority(t)
	config := &tls.Config{Certificates: []tls.Certificate{ca.Issue(t)}}
	wantsClientCertificate(ca)(config)
	srv := faultserver.StartTLS(t, config)
	c := newClient(t, outbound.WithBaseURL(srv.URL), outbound.WithRootCAs(ca.File), outbound.WithRetry(atOnce(3)))
	_, err := outbound.Get[string](t.Context(), c, "/")
	if he := failure(t, err, httperror.TLS); he.Attempts != 1 {
		t.Errorf("got %d attempts, want 1", he.Attempts)
	}
}
