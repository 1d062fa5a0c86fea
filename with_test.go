package outbound_test

import (
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/outbound"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

func TestWithLeavesTheOriginalAlone(t *testing.T) {
	base := testkit.Script(testkit.Text(200, "ok"))
	original := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"),
		outbound.WithHeader("X-Tenant", "original"), outbound.WithLayer(middleware.PerCall, "first", doortest.Pass))
	chain := original.Chain()
	for range 2 { // the second copy does not see the first one's options either
		changed, err := original.With(outbound.WithHeader("X-Tenant", "changed"), outbound.WithBaseURL("https://b.example"),
			outbound.WithLayer(middleware.PerCall, "second", doortest.Pass), outbound.WithRetry(retry.Policy{}))
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"deadline", "headers", "first", "second", "retry", "attempt-timeout", "classify", "transport"}
		if diff := cmp.Diff(want, changed.Chain()); diff != "" {
			t.Errorf("the copy (-want +got):\n%s", diff)
		}
		if _, err := outbound.Get[string](t.Context(), changed, "/"); err != nil {
			t.Fatal(err)
		}
		if got := base.Last(t); got.URL.Host != "b.example" || got.Header.Get("X-Tenant") != "changed" {
			t.Errorf("the copy sent %q to %s", got.Header.Get("X-Tenant"), got.URL.Host)
		}
	}
	if diff := cmp.Diff(chain, original.Chain()); diff != "" {
		t.Errorf("the original's chain (-was +is):\n%s", diff)
	}
	if _, err := outbound.Get[string](t.Context(), original, "/"); err != nil {
		t.Fatal(err)
	}
	if got := base.Last(t); got.URL.Host != "a.example" || got.Header.Get("X-Tenant") != "original" {
		t.Errorf("the original sent %q to %s", got.Header.Get("X-Tenant"), got.URL.Host)
	}
}

func TestACopySharesThePoolUnlessAnOptionChangesTheBase(t *testing.T) {
	var conns atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("ok"))
	}))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			conns.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	original := doortest.NewClient(t, outbound.WithBaseURL(server.URL), outbound.WithoutProxy())
	get := func(c *outbound.Client) {
		t.Helper()
		if _, err := outbound.Get[string](t.Context(), c, "/"); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name string
		opt  outbound.Option
		own  bool
	}{
		{"nothing changes", nil, false},
		{"a header, a timeout and a policy change", outbound.Options(outbound.WithHeader("X-Tenant", "k"), outbound.WithTimeout(0), outbound.WithRetry(retry.Policy{})), false},
		{"the same proxy setting again", outbound.WithoutProxy(), false},
		{"the TLS version", outbound.WithMinTLS(tls.VersionTLS13), true},
		{"the certificate authorities", outbound.WithRootCAs(doortest.Authority(t)), true},
		{"no check of certificates", outbound.WithInsecureSkipVerify(), true},
		{"a proxy, which passes this server by", outbound.WithProxy("http://127.0.0.1:1"), true},
		{"a change of the transport itself", outbound.WithTransportConfig(func(*http.Transport) {}), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("NO_PROXY", "127.0.0.1")
			get(original)
			before := conns.Load()
			changed, err := original.With(c.opt)
			if err != nil {
				t.Fatal(err)
			}
			get(changed)
			if own := conns.Load() > before; own != c.own {
				t.Errorf("got a connection of its own: %t, want %t", own, c.own)
			}
			if c.own {
				_ = changed.Close() // the other's pool is not touched
			}
			before = conns.Load()
			get(original)
			if conns.Load() != before {
				t.Error("the original had to dial again")
			}
		})
	}
}

func TestACopyLivesOnWhenTheOriginalIsClosed(t *testing.T) {
	base := testkit.Script(testkit.Text(200, "ok"))
	original := doortest.NewClient(t, outbound.WithTransport(base))
	changed, err := original.With(outbound.WithHeader("X-Tenant", "k"))
	if err != nil {
		t.Fatal(err)
	}
	_ = original.Close()
	if _, err := outbound.Get[string](t.Context(), changed, "https://a.example/"); err != nil {
		t.Errorf("got %v, want the copy alive", err)
	}
}
