package outbound_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

// names is a DNS server that answers each question of a name with the next
// address of its list, and the last one ever after.
type names struct {
	addrs []string
	asked atomic.Int32
}

func (n *names) resolver(t *testing.T) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	go n.serve(conn)
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func (n *names) serve(conn net.PacketConn) {
	buf := make([]byte, 1500)
	for {
		size, from, err := conn.ReadFrom(buf)
		if err != nil {
			return
		}
		var m dnsmessage.Message
		if m.Unpack(buf[:size]) != nil {
			continue
		}
		m.Response, m.Authoritative, m.Additionals = true, true, nil
		if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
			i := min(int(n.asked.Add(1)), len(n.addrs)) - 1
			m.Answers = []dnsmessage.Resource{{
				Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class},
				Body:   &dnsmessage.AResource{A: netip.MustParseAddr(n.addrs[i]).As4()},
			}}
		}
		out, err := m.Pack()
		if err == nil {
			_, _ = conn.WriteTo(out, from)
		}
	}
}

func TestANameThatIsReboundToAPrivateAddressIsBlocked(t *testing.T) {
	s := serveOn(t, "127.0.0.2:0", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Connection", "close")
	})
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	// 127.0.0.2 stands for the public address that the name has first.
	n := &names{addrs: []string{"127.0.0.2", "127.0.0.1"}}
	c := doortest.NewClient(t, outbound.WithGuard(netip.MustParsePrefix("127.0.0.2/32")), outbound.WithResolver(n.resolver(t)))
	if _, err := outbound.Get[string](t.Context(), c, "http://rebound.test:"+port+"/"); err != nil {
		t.Fatal(err)
	}
	_, err := outbound.Get[string](t.Context(), c, "http://rebound.test:"+port+"/")
	var e *outbound.HTTPError
	if !errors.As(err, &e) || e.Kind != httperror.Blocked || e.Delivery != httperror.NotSent || e.Attempts != 0 {
		t.Errorf("got %v, want kind blocked without an attempt", err)
	}
}

// serveOn is a server on an address of this machine.
func serveOn(t *testing.T, addr string, f http.HandlerFunc) *httptest.Server {
	t.Helper()
	l, err := net.Listen("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(f)
	_ = s.Listener.Close()
	s.Listener = l
	s.Start()
	t.Cleanup(s.Close)
	return s
}

func TestARedirectToAPrivateAddressIsBlocked(t *testing.T) {
	inside := httptest.NewServer(http.NotFoundHandler())
	defer inside.Close()
	s := serveOn(t, "127.0.0.3:0", func(w http.ResponseWriter, req *http.Request) { http.Redirect(w, req, inside.URL, http.StatusFound) })
	c := doortest.NewClient(t, outbound.WithGuard(netip.MustParsePrefix("127.0.0.3/32")))
	for name, call := range map[string]func() error{
		"Get":  func() error { _, err := outbound.Get[string](t.Context(), c, s.URL); return err },
		"R":    func() error { _, err := c.R(t.Context()).Get(s.URL); return err },
		"HTTP": func() error { _, err := c.HTTP().Get(s.URL); return err },
	} {
		if err := call(); !errors.Is(err, httperror.Blocked) {
			t.Errorf("%s: got %v, want kind blocked", name, err)
		}
	}
}

func TestUntrustedAndGuardRefuseWhatWouldBlindThem(t *testing.T) {
	for name, opts := range map[string][]outbound.Option{
		"credentials":        {outbound.Untrusted(), outbound.WithAuth(auth.Bearer("t"), "https://a.test")},
		"a proxy":            {outbound.Untrusted(), outbound.WithProxy("http://93.184.215.14:3128")},
		"a private proxy":    {outbound.WithGuard(), outbound.WithProxy("http://10.0.0.1:3128")},
		"a transport":        {outbound.WithGuard(), outbound.WithTransport(http.DefaultTransport)},
		"a dialer":           {outbound.WithGuard(), outbound.WithTransportConfig(func(tr *http.Transport) { tr.DialContext = new(net.Dialer).DialContext })},
		"a dialer for TLS":   {outbound.WithGuard(), outbound.WithTransportConfig(func(tr *http.Transport) { tr.DialTLSContext = new(net.Dialer).DialContext })},
		"a negative age":     {outbound.WithMaxConnAge(-1)},
		"a nil certificate":  {outbound.WithClientCertificateFunc(nil)},
		"an invalid field":   {outbound.WithDeadlineHeader("a b")},
		"a nil transport":    {outbound.WithTransport((*http.Transport)(nil))},
		"a nil test double":  {outbound.WithMockTransport((*http.Transport)(nil))},
		"an age and another": {outbound.WithMaxConnAge(time.Second), outbound.WithTransport(http.DefaultTransport)},
	} {
		if _, err := outbound.New(opts...); err == nil {
			t.Errorf("%s: New is content", name)
		}
	}
	if _, err := outbound.New(outbound.WithGuard(netip.MustParsePrefix("10.0.0.0/8")), outbound.WithProxy("http://10.0.0.1:3128")); err != nil {
		t.Errorf("a proxy that is allowed: %v", err)
	}
	if _, err := outbound.New(outbound.WithGuard(), outbound.WithMockTransport(http.DefaultTransport)); err != nil {
		t.Errorf("under a mock: %v", err)
	}
}

func TestAProxyThatRefusesCONNECTForNowIsAskedAgain(t *testing.T) {
	for status, want := range map[int]int{429: 2, 502: 2, 503: 2, 504: 2, 403: 1, 407: 1} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
			defer proxy.Close()
			c := doortest.NewClient(t, outbound.WithProxy(strings.Replace(proxy.URL, "://", "://user:hunter2@", 1)), outbound.WithRetry(retry.Policy{Attempts: 2, Wait: retry.Constant(0)}))
			_, err := outbound.Post[string](t.Context(), c, "https://a.test/", "once")
			var e *outbound.HTTPError
			var refusal *httperror.ProxyRefusal
			if !errors.As(err, &e) || !errors.As(err, &refusal) {
				t.Fatalf("got %v", err)
			}
			if e.Kind != httperror.Proxy || e.Attempts != want || e.Delivery != httperror.NotSent {
				t.Errorf("got kind %s after %d attempts, %s; want %d", e.Kind, e.Attempts, e.Delivery, want)
			}
			if refusal.Source != "WithProxy" || refusal.StatusCode != status || !refusal.CredentialsSent || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("got %+v in %v", refusal, err)
			}
		})
	}
}

func TestTheProxyOfTheEnvironmentIsNamedByItsVariable(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(407) }))
	defer proxy.Close()
	t.Setenv("HTTPS_PROXY", proxy.URL)
	c := doortest.NewClient(t)
	_, err := outbound.Get[string](t.Context(), c, "https://a.test/")
	if err == nil || !strings.Contains(err.Error(), "(from HTTPS_PROXY) refused CONNECT with 407 Proxy Authentication Required: no credentials were sent") {
		t.Errorf("got %v", err)
	}
}

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

func TestTheDeadlineOfEachAttemptIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, m := mock.New(t, outbound.WithBaseURL("http://api.test"), outbound.WithDeadlineHeader("x-left-ms"),
			outbound.WithTimeout(12*time.Second), outbound.WithAttemptTimeout(10*time.Second), outbound.WithRetry(retry.Policy{Jitter: retry.NoJitter}))
		m.On("GET", "/x", mock.Status(503).After(4*time.Second), mock.Text(200, ""))
		if _, err := outbound.Get[string](t.Context(), c, "/x"); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range m.Requests() {
			got = append(got, r.Header.Get("X-Left-Ms"))
		}
		if want := "10000 7000"; strings.Join(got, " ") != want {
			t.Errorf("got %v, want %s", got, want)
		}
	})
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
