package integration_test

import (
	"crypto/tls"
	"errors"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

func certificateFaults() []fault {
	refused := failed(httperror.TLS).unseen()
	return []fault{
		{name: "certificates: an authority that comes later", provoke: authority(false, true), get: answered(1), post: answered(1)},
		{name: "certificates: an authority that is taken away", provoke: authority(true, false), get: refused, post: refused},
		{name: "certificates: a file of authorities that is damaged later", provoke: damaged, get: answered(1), post: answered(1)},
		{name: "certificates: files of a client that are replaced", provoke: renewed, get: answered(1), post: answered(1)},
		{
			name:    "certificates: a function that has one",
			provoke: mutual(func(c *tls.Certificate) (*tls.Certificate, error) { return c, nil }),
			get:     answered(1), post: answered(1),
		},
		{
			name:    "certificates: a function that returns nil",
			provoke: mutual(func(*tls.Certificate) (*tls.Certificate, error) { return nil, nil }),
			get:     refused, post: refused,
		},
		{
			name:    "certificates: a function that has none",
			provoke: mutual(func(*tls.Certificate) (*tls.Certificate, error) { return new(tls.Certificate), nil }),
			get:     refused, post: refused,
		},
		{
			name:    "certificates: a function that fails",
			provoke: mutual(func(*tls.Certificate) (*tls.Certificate, error) { return nil, errors.New("the agent is away") }),
			get:     refused, post: refused,
		},
	}
}

// authority is a scene whose file has the server's authority before, and whether it
// has it then. Otherwise it has another one.
func authority(before, then bool) func(*testing.T) scene {
	return func(t *testing.T) scene {
		t.Helper()
		right, other := faultserver.NewAuthority(t), faultserver.NewAuthority(t)
		file := faultserver.NewAuthority(t).File
		put := func(has bool) {
			from := other.File
			if has {
				from = right.File
			}
			data, err := os.ReadFile(from)
			if err != nil {
				t.Fatal(err)
			}
			overwrite(t, file, data)
		}
		put(before)
		srv := faultserver.StartTLS(t, &tls.Config{Certificates: []tls.Certificate{right.Issue(t)}})
		return scene{url: srv.URL + "/x", opts: []outbound.Option{outbound.WithRootCAs(file)}, seen: srv, between: func() { put(then) }}
	}
}

func damaged(t *testing.T) scene {
	t.Helper()
	ca := faultserver.NewAuthority(t)
	srv := faultserver.StartTLS(t, &tls.Config{Certificates: []tls.Certificate{ca.Issue(t)}})
	return scene{
		url: srv.URL + "/x", opts: []outbound.Option{outbound.WithRootCAs(ca.File)}, seen: srv,
		between: func() { overwrite(t, ca.File, []byte("half written")) },
	}
}

// overwrite replaces the content of a file. Its time may be coarse: it is moved.
func overwrite(t *testing.T, file string, data []byte) {
	t.Helper()
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	later := info.ModTime().Add(2 * time.Second)
	if err := os.Chtimes(file, later, later); err != nil {
		t.Fatal(err)
	}
}

// renewed is a scene of a client whose certificate is replaced between two calls, on
// two generations of connections.
func renewed(t *testing.T) scene {
	t.Helper()
	ca, dir := faultserver.NewAuthority(t), t.TempDir()
	config := &tls.Config{Certificates: []tls.Certificate{ca.Issue(t)}}
	wantsClientCertificate(ca)(config)
	var mu sync.Mutex
	var shown []string
	config.VerifyConnection = func(s tls.ConnectionState) error {
		mu.Lock()
		defer mu.Unlock()
		shown = append(shown, s.PeerCertificates[0].Subject.CommonName)
		return nil
	}
	srv := faultserver.StartTLS(t, config)
	cert, key := faultserver.WritePair(t, dir, ca.Issue(t, faultserver.Named("first")))
	return scene{
		url: srv.URL + "/x", seen: srv, warm: true,
		opts: []outbound.Option{everyCall, outbound.WithRootCAs(ca.File), outbound.WithClientCertificate(cert, key)},
		between: func() {
			faultserver.WritePair(t, dir, ca.Issue(t, faultserver.Named("the second")))
			later := time.Now().Add(2 * time.Second) // file times may be coarse
			for _, file := range []string{cert, key} {
				if err := os.Chtimes(file, later, later); err != nil {
					t.Fatal(err)
				}
			}
		},
		after: func(t *testing.T) {
			mu.Lock()
			defer mu.Unlock()
			if !slices.Equal(shown, []string{"first", "the second"}) {
				t.Errorf("the server was shown %q", shown)
			}
		},
	}
}

// mutual is a scene of a server that wants a certificate of its own authority, and of
// a client with a function, which is given one.
func mutual(f func(*tls.Certificate) (*tls.Certificate, error)) func(*testing.T) scene {
	return func(t *testing.T) scene {
		t.Helper()
		ca := faultserver.NewAuthority(t)
		config := &tls.Config{Certificates: []tls.Certificate{ca.Issue(t)}}
		wantsClientCertificate(ca)(config)
		srv := faultserver.StartTLS(t, config)
		own := ca.Issue(t)
		return scene{url: srv.URL + "/x", seen: srv, opts: []outbound.Option{
			outbound.WithRootCAs(ca.File),
			outbound.WithClientCertificateFunc(func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return f(&own) }),
		}}
	}
}
