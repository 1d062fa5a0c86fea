package integration_test

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

// protoServer speaks HTTP/2 and HTTP/1.1 over TLS with a certificate of ca, and
// answers with the protocol and the client certificate's name.
func protoServer(t *testing.T, ca *faultserver.Authority, change func(*tls.Config)) *httptest.Server {
	t.Helper()
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text := r.Proto
		if len(r.TLS.PeerCertificates) > 0 {
			text += " " + r.TLS.PeerCertificates[0].Subject.CommonName
		}
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, text)
	}))
	srv.EnableHTTP2 = true
	srv.TLS = &tls.Config{Certificates: []tls.Certificate{ca.Issue(t, func(c *x509.Certificate) {
		c.DNSNames = append(c.DNSNames, originHost)
	})}}
	if change != nil {
		change(srv.TLS)
	}
	srv.Config.ErrorLog = quiet
	srv.StartTLS()
	t.Cleanup(srv.Close)
	return srv
}

func wantsClientCertificate(ca *faultserver.Authority) func(*tls.Config) {
	return func(c *tls.Config) { c.ClientAuth, c.ClientCAs = tls.RequireAndVerifyClientCert, ca.Pool }
}

func TestHTTP2IsNegotiatedUnderEveryOption(t *testing.T) {
	ca := faultserver.NewAuthority(t)
	roots := outbound.WithRootCAs(ca.File)
	cert, key := faultserver.WritePair(t, t.TempDir(), ca.Issue(t, faultserver.Named("ann")))
	for _, tt := range []struct {
		name string
		opts []outbound.Option
	}{
		{"WithRootCAs", []outbound.Option{roots}},
		{"WithMinTLS", []outbound.Option{roots, outbound.WithMinTLS(tls.VersionTLS13)}},
		{"WithClientCertificate", []outbound.Option{roots, outbound.WithClientCertificate(cert, key)}},
		{"WithInsecureSkipVerify", []outbound.Option{outbound.WithInsecureSkipVerify()}},
		{"WithoutProxy", []outbound.Option{roots, outbound.WithoutProxy()}},
		{"WithTransportConfig", []outbound.Option{roots, outbound.WithTransportConfig(func(tr *http.Transport) { tr.MaxIdleConns = 7 })}},
		{"InternalNetwork", []outbound.Option{outbound.InternalNetwork()}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv := protoServer(t, ca, nil)
			got, err := outbound.Get[string](t.Context(), newClient(t, tt.opts...), srv.URL)
			if err != nil || got != "HTTP/2.0" {
				t.Errorf("got %q, %v, want HTTP/2.0", got, err)
			}
		})
	}
}

func TestServersThatCannotProveThemselvesAreRefused(t *testing.T) {
	ca, stranger := faultserver.NewAuthority(t), faultserver.NewAuthority(t)
	for _, tt := range []struct {
		name   string
		cert   tls.Certificate
		change func(*tls.Config)
	}{
		{"unknown authority", stranger.Issue(t), nil},
		{"expired", ca.Issue(t, faultserver.Expired), nil},
		{"wrong host", ca.Issue(t, faultserver.ForHost("elsewhere.test")), nil},
		{"TLS below the minimum", ca.Issue(t), func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS11, tls.VersionTLS11 }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			config := &tls.Config{Certificates: []tls.Certificate{tt.cert}}
			if tt.change != nil {
				tt.change(config)
			}
			srv := faultserver.StartTLS(t, config)
			c := newClient(t, outbound.WithBaseURL(srv.URL), outbound.WithRootCAs(ca.File), outbound.WithRetry(atOnce(3)))
			_, err := outbound.Get[any](t.Context(), c, "/")
			if he := failure(t, err, httperror.TLS); he.Attempts != 1 {
				t.Errorf("got %d attempts, want 1", he.Attempts)
			}
			if srv.Count() != 0 {
				t.Errorf("server saw %d requests, want 0", srv.Count())
			}
		})
	}
}

func TestMinTLSIsTheOptionsVersion(t *testing.T) {
	ca := faultserver.NewAuthority(t)
	srv := faultserver.StartTLS(t, &tls.Config{Certificates: []tls.Certificate{ca.Issue(t)}, MaxVersion: tls.VersionTLS12})
	c := newClient(t, outbound.WithBaseURL(srv.URL), outbound.WithRootCAs(ca.File), outbound.WithMinTLS(tls.VersionTLS13))
	_, err := outbound.Get[any](t.Context(), c, "/")
	failure(t, err, httperror.TLS)
}
