package config_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/config"
)

// counted is a server that counts its requests and its open connections.
type counted struct {
	*httptest.Server
	requests atomic.Int64
	mu       sync.Mutex
	open     map[net.Conn]bool
	all      int
}

func newCounted(t *testing.T, answer string) *counted {
	t.Helper()
	c := &counted{open: map[net.Conn]bool{}}
	c.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		c.requests.Add(1)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, answer)
	}))
	c.Config.ConnState = func(conn net.Conn, s http.ConnState) {
		c.mu.Lock()
		defer c.mu.Unlock()
		switch s {
		case http.StateNew:
			c.open[conn], c.all = true, c.all+1
		case http.StateClosed:
			delete(c.open, conn)
		}
	}
	c.Start()
	t.Cleanup(c.Close)
	return c
}

// wantOpen waits until at most n connections are open.
func (c *counted) wantOpen(t *testing.T, n int) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); ; {
		c.mu.Lock()
		open := len(c.open)
		c.mu.Unlock()
		if open <= n {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%d connections are open, want at most %d", open, n)
		}
		<-time.After(5 * time.Millisecond)
	}
}

func TestEachReloadFetchedATokenAndLeftAConnection(t *testing.T) {
	endpoint := newCounted(t, `{"access_token": "t", "token_type": "Bearer", "expires_in": 3600}`)
	api := newCounted(t, `"ok"`)
	t.Setenv("SECRET", "s")
	text := func(i int, id string) string {
		return "presets: {a: {proxy: none, base_url: '" + api.URL + "', headers: {X-I: '" + strconv.Itoa(i) + "'}, auth: [{client_credentials: " +
			"{token_url: '" + endpoint.URL + "/token', client_id: " + id + ", client_secret: '${env:SECRET}'}}]}}"
	}
	for name, opts := range map[string][]config.Option{
		"alone":                            nil,
		"with an option of the transport":  {config.Client(outbound.WithoutProxy())},
		"with a transport that was tuned":  {config.Client(outbound.WithTransportConfig(func(t *http.Transport) { t.MaxIdleConns = 7 }))},
		"with an option of something else": {config.Client(outbound.WithUserAgent("a/1"))},
	} {
		t.Run(name, func(t *testing.T) {
			endpoint.requests.Store(0)
			dir := t.TempDir()
			reports := make(chan error)
			w, err := config.Watch(write(t, dir, "presets.yaml", text(0, "one")), append(opts, config.Every(10*time.Millisecond), config.Report(func(err error) { reports <- err }))...)
			if err != nil {
				t.Fatal(err)
			}
			call := func() {
				t.Helper()
				if _, err := outbound.Get[string](t.Context(), w.Current("a"), "/x"); err != nil {
					t.Fatal(err)
				}
			}
			call()
			for i := 1; i <= 4; i++ {
				replace(t, dir, "presets.yaml", text(i, "one"))
				if err := <-reports; err != nil {
					t.Fatal(err)
				}
				call()
			}
			if n := endpoint.requests.Load(); n != 1 {
				t.Errorf("%d token fetches, want 1", n)
			}
			api.wantOpen(t, 1)
			replace(t, dir, "presets.yaml", text(5, "two"))
			if err := <-reports; err != nil {
				t.Fatal(err)
			}
			call()
			if n := endpoint.requests.Load(); n != 2 {
				t.Errorf("%d token fetches after another client_id, want 2", n)
			}
			_ = w.Close()
			endpoint.wantOpen(t, 0)
			api.wantOpen(t, 0)
		})
	}
}

func TestAClientLeftTheConnectionToItsTokenEndpoint(t *testing.T) {
	endpoint, api := newCounted(t, `{"access_token": "t", "token_type": "Bearer"}`), newCounted(t, `"ok"`)
	t.Setenv("SECRET", "s")
	c, err := parse(t, "presets: {a: {proxy: none, base_url: '"+api.URL+"', auth: [{client_credentials: {token_url: '"+endpoint.URL+"', client_id: a, client_secret: '${env:SECRET}'}}]}}").Client("a")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := outbound.Get[string](t.Context(), c, "/x"); err != nil {
		t.Fatal(err)
	}
	_ = c.Close()
	endpoint.wantOpen(t, 0)
	api.wantOpen(t, 0)
}

// A cookie for co.uk would be one for every customer of it.
func TestACookieOfAPublicSuffixWentToAnotherCustomer(t *testing.T) {
	var cookie string
	base := roundTripper(func(req *http.Request) (*http.Response, error) {
		cookie = req.Header.Get("Cookie")
		h := http.Header{"Set-Cookie": {"session=attacker; Domain=" + strings.SplitN(req.URL.Host, ".", 2)[1]}}
		return &http.Response{StatusCode: 200, Header: h, Body: http.NoBody, Request: req}, nil
	})
	for hosts, want := range map[[2]string]string{
		{"evil.co.uk", "a.co.uk"}:           "",
		{"evil.github.io", "a.github.io"}:   "",
		{"a.example.com", "b.example.com"}:  "session=attacker",
		{"x.a.example.com", "a.exampl.com"}: "",
	} {
		c, err := parse(t, "presets: {a: {cookie_jar: true}}").Client("a", outbound.WithMockTransport(base))
		if err != nil {
			t.Fatal(err)
		}
		for _, host := range hosts {
			if _, err := outbound.Get[string](t.Context(), c, "https://"+host+"/"); err != nil {
				t.Fatal(err)
			}
		}
		if cookie != want {
			t.Errorf("%v: got cookie %q, want %q", hosts, cookie, want)
		}
	}
}
