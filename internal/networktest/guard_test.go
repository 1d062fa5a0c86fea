package networktest

import (
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
)

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

func TestAGuardGoesPastTheProxyOfTheEnvironment(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the proxy was asked") }))
	defer proxy.Close()
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"} {
		t.Setenv(name, proxy.URL)
	}
	c := doortest.NewClient(t, outbound.WithGuard())
	for _, scheme := range []string{"http", "https"} {
		if _, err := outbound.Get[string](t.Context(), c, scheme+"://10.0.0.1/"); !errors.Is(err, httperror.Blocked) {
			t.Errorf("%s: got %v, want kind blocked", scheme, err)
		}
	}
}

func TestAProxyThatIsNamedMustBeAllowedWhereItIsDialled(t *testing.T) {
	var asked bool
	proxy := serveOn(t, "127.0.0.6:0", func(http.ResponseWriter, *http.Request) { asked = true })
	_, port, _ := strings.Cut(strings.TrimPrefix(proxy.URL, "http://"), ":")
	n := &names{addrs: []string{"127.0.0.6"}}
	for allow, want := range map[string]bool{"127.0.0.6/32": true, "127.0.0.7/32": false} {
		asked = false
		c := doortest.NewClient(t, outbound.WithGuard(netip.MustParsePrefix(allow)), outbound.WithProxy("http://proxy.test:"+port), outbound.WithResolver(n.resolver(t)))
		_, err := outbound.Get[string](t.Context(), c, "http://93.184.215.14/")
		if asked != want || errors.Is(err, httperror.Blocked) == want {
			t.Errorf("with %s allowed: the proxy was asked %v, got %v", allow, asked, err)
		}
	}
}

func TestAChangeOfTheBaseThatBlindsTheGuardIsAProblemOfNew(t *testing.T) {
	proxy := func(*http.Request) (*url.URL, error) { return url.Parse("http://93.184.215.14:3128") }
	for name, opts := range map[string][]outbound.Option{
		"a proxy of WithTransportConfig": {outbound.WithGuard(), outbound.WithTransportConfig(func(tr *http.Transport) { tr.Proxy = proxy })},
		"one in place of WithProxy's": {
			outbound.WithGuard(netip.MustParsePrefix("10.0.0.0/8")), outbound.WithProxy("http://10.0.0.1:3128"),
			outbound.WithTransportConfig(func(tr *http.Transport) { tr.Proxy = proxy }),
		},
		"a prefix that is none": {outbound.WithGuard(netip.Prefix{})},
	} {
		if _, err := outbound.New(opts...); err == nil {
			t.Errorf("%s: New is content", name)
		}
	}
	if _, err := outbound.New(outbound.WithGuard(), outbound.WithTransportConfig(func(tr *http.Transport) { tr.MaxConnsPerHost = 5 })); err != nil {
		t.Errorf("a change that leaves dialer and proxy alone: %v", err)
	}
}

func TestTheSettingsOfTheNetworkHaveTheNamesOfAPresetsFile(t *testing.T) {
	c := doortest.NewClient(t, outbound.Untrusted(), outbound.WithRootCAs(doortest.Authority(t)))
	got := map[string]outbound.Setting{}
	for _, s := range c.Settings() {
		got[s.Name] = s
	}
	for name, origin := range map[string]string{
		"guard": "Untrusted", "max_redirects": "Untrusted", "max_response_bytes": "Untrusted", "tls.root_cas": "WithRootCAs",
		"tls.client_certificate": "default", "tls.min_version": "default", "tls.insecure_skip_verify": "default",
		"max_conn_age": "default", "resolver": "default", "deadline_header": "default", "proxy": "default",
	} {
		if s := got[name]; s.Origin != origin || s.Value == "" {
			t.Errorf("%s: got %+v, want one from %s", name, s, origin)
		}
	}
}
