package integration_test

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

func tlsFaults() []fault {
	refused := failed(httperror.TLS).unseen()
	return []fault{
		{
			name: "unknown CA",
			provoke: func(t *testing.T) scene {
				s := encrypted(nil)(t)
				s.opts = nil
				return s
			},
			get: refused, post: refused,
		},
		{name: "expired certificate", provoke: encrypted(nil, faultserver.Expired), get: refused, post: refused},
		{name: "certificate for another host", provoke: encrypted(nil, faultserver.ForHost("elsewhere.test")), get: refused, post: refused},
		{
			name:    "client certificate missing", // TLS 1.3: known to the client only after it has sent
			provoke: encrypted(func(c *tls.Config) { c.ClientAuth = tls.RequireAnyClientCert }),
			get:     refused, post: refused,
		},
		{
			name:    "client certificate missing in TLS 1.2",
			provoke: encrypted(func(c *tls.Config) { c.ClientAuth, c.MaxVersion = tls.RequireAnyClientCert, tls.VersionTLS12 }),
			get:     refused, post: refused,
		},
		{
			name:    "version too old",
			provoke: encrypted(func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS11, tls.VersionTLS11 }),
			get:     refused, post: refused,
		},
		{
			name:    "https to a plain HTTP port",
			provoke: as("https", on(faultserver.BadRequest())),
			get:     refused, post: refused,
		},
		{
			name:    "https to a port that hangs up",
			provoke: as("https", on(faultserver.ResetAtFirstByte())),
			get:     retried(httperror.Reset).unseen(),
			post:    retried(httperror.Reset).unseen(), // the handshake did not complete
		},
		{
			name:    "http to a TLS port",
			provoke: as("http", encrypted(nil)),
			get:     failed(httperror.ClientStatus).unseen(), // the server's 400 says it
			post:    failed(httperror.ClientStatus).unseen(),
		},
		{
			name:    "handshake that stalls",
			provoke: within(as("https", on(faultserver.SilentAtAccept())), handshakeWithin(100*time.Millisecond)),
			get:     refused.late(), post: refused.late(),
		},
	}
}

// encrypted is a scene of one TLS server, whose authority the client trusts.
func encrypted(change func(*tls.Config), cert ...func(*x509.Certificate)) func(*testing.T) scene {
	return func(t *testing.T) scene {
		t.Helper()
		ca := faultserver.NewAuthority(t)
		config := &tls.Config{Certificates: []tls.Certificate{ca.Issue(t, cert...)}}
		if change != nil {
			change(config)
		}
		srv := faultserver.StartTLS(t, config)
		return scene{url: srv.URL + "/x", opts: []outbound.Option{outbound.WithRootCAs(ca.File)}, seen: srv}
	}
}

// as calls the scene's server by another scheme.
func as(scheme string, p func(*testing.T) scene) func(*testing.T) scene {
	return func(t *testing.T) scene {
		t.Helper()
		s := p(t)
		_, rest, _ := strings.Cut(s.url, "://")
		s.url = scheme + "://" + rest
		return s
	}
}

func handshakeWithin(d time.Duration) outbound.Option {
	return outbound.WithTransportConfig(func(tr *http.Transport) { tr.TLSHandshakeTimeout = d })
}
