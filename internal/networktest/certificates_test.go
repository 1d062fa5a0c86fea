package networktest

import (
	"bytes"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
)

func TestARootCertificateThatDoesNotParseIsAProblem(t *testing.T) {
	s := httptest.NewTLSServer(http.NotFoundHandler())
	defer s.Close()
	good := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	bad := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte("no certificate")})
	for name, tt := range map[string]struct {
		data []byte
		ok   bool
	}{
		"one":                    {good, true},
		"with a byte order mark": {append([]byte("\xef\xbb\xbf"), good...), true},
		"with a comment":         {append([]byte("# the authority\n"), good...), true},
		"one that is no X.509":   {append(bytes.Clone(good), bad...), false},
		"one that is no base64":  {append(bytes.Clone(good), "-----BEGIN CERTIFICATE-----\nMIIB!\n-----END CERTIFICATE-----\n"...), false},
		"one that is cut off":    {append(bytes.Clone(good), good[:len(good)/2]...), false},
		"a key":                  {pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("x")}), false},
		"nothing":                {nil, false},
	} {
		file := filepath.Join(t.TempDir(), "ca.pem")
		if err := os.WriteFile(file, tt.data, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := outbound.New(outbound.WithRootCAs(file)); (err == nil) != tt.ok {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestTheCertificateOfAFunctionIsShown(t *testing.T) {
	var shown atomic.Bool
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) { shown.Store(len(req.TLS.PeerCertificates) > 0) }))
	s.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert, MinVersion: tls.VersionTLS12}
	s.StartTLS()
	defer s.Close()
	c := doortest.NewClient(t, outbound.WithInsecureSkipVerify(), outbound.WithClientCertificateFunc(func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
		return &s.TLS.Certificates[0], nil
	}))
	if _, err := outbound.Get[string](t.Context(), c, s.URL); err != nil || !shown.Load() {
		t.Errorf("got %v, shown %v", err, shown.Load())
	}
}

func TestTheErrorOfACertificateFunctionIsOfKindTLSAndANilCertificateIsNone(t *testing.T) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.TLS = &tls.Config{ClientAuth: tls.RequestClientCert, MinVersion: tls.VersionTLS12}
	s.StartTLS()
	defer s.Close()
	away := errors.New("the agent is away")
	for _, fails := range []error{away, nil} {
		c := doortest.NewClient(t, outbound.WithInsecureSkipVerify(), outbound.WithClientCertificateFunc(func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			return nil, fails
		}))
		_, err := outbound.Get[string](t.Context(), c, s.URL)
		want := httperror.ClientStatus
		if fails != nil {
			want = httperror.TLS
		}
		if httperror.Classify(err) != want || !errors.Is(err, fails) && fails != nil {
			t.Errorf("got %v, want kind %s", err, want)
		}
	}
}
