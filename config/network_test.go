package config_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/config"
	"example.com/outbound/httperror"
)

func TestTheGuardOfAPresetIsThatOfItsClient(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") }))
	defer server.Close()
	for guard, blocked := range map[string]bool{
		"{}": false, "{guard: off}": false, "{guard: false}": false, "{guard: on}": true, "{guard: true}": true, "{guard: []}": true,
		"{guard: [127.0.0.0/8]}": false, "{guard: ['10.0.0.0/8', '::1/128']}": true, "{guard: ['::ffff:127.0.0.0/104']}": false,
		"{extends: untrusted}": true, "{extends: untrusted, guard: [127.0.0.1/32]}": false,
		"{extends: guarded}": true, "{extends: guarded, guard: off}": false,
	} {
		c, err := parse(t, "presets: {guarded: {guard: on}, a: "+guard+"}").Client("a")
		if err != nil {
			t.Fatal(err)
		}
		_, err = outbound.Get[string](t.Context(), c, server.URL)
		if got := errors.Is(err, httperror.Blocked); got != blocked || !blocked && err != nil {
			t.Errorf("%s: got %v, want blocked %v", guard, err, blocked)
		}
		_ = c.Close()
	}
}

func TestTheResolverOfAPresetIsAsked(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") }))
	defer server.Close()
	c, err := parse(t, "presets: {a: {proxy: none, resolver: '"+names(t, netip.MustParseAddr("127.0.0.1"))+"'}}").Client("a")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	if got, err := outbound.Get[string](t.Context(), c, "http://anything.test:"+port); err != nil || got != "ok" {
		t.Errorf("got %q, %v", got, err)
	}
}

// names is a DNS server that knows one address for every name.
func names(t *testing.T, addr netip.Addr) string {
	t.Helper()
	conn, err := new(net.ListenConfig).ListenPacket(context.Background(), "udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	go func() {
		b := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(b)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(b[:n]) != nil {
				continue
			}
			m.Response, m.Additionals = true, nil
			if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
				m.Answers = []dnsmessage.Resource{{
					Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}, Body: &dnsmessage.AResource{A: addr.As4()},
				}}
			}
			if out, err := m.Pack(); err == nil {
				_, _ = conn.WriteTo(out, from)
			}
		}
	}()
	return conn.LocalAddr().String()
}

func TestTheNetworkOfAPresetIsInTheSettingsAndExplained(t *testing.T) {
	const text = "presets:\n  a:\n    guard: [10.1.2.3/8, fd00::/8]\n    max_conn_age: 5m\n    resolver: 10.0.0.53\n    deadline_header: X-Left-Ms\n    codings: [zstd, br]\n"
	f := parse(t, text)
	c, err := f.Client("a")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	got := map[string]string{}
	for _, s := range c.Settings() {
		if s.Origin == "a" {
			got[s.Name] = s.Value
		}
	}
	explained := settings(t, f, "a")
	for key, want := range map[string][2]string{
		"guard":           {"public addresses [10.0.0.0/8 fd00::/8]", "[10.0.0.0/8, fd00::/8]"},
		"max_conn_age":    {"5m0s", "5m"},
		"resolver":        {"on", "10.0.0.53:53"},
		"deadline_header": {"X-Left-Ms", "X-Left-Ms"},
	} {
		if got[key] != want[0] || explained[key].Value != want[1] {
			t.Errorf("%s: got %q in the settings and %q explained, want %q", key, got[key], explained[key].Value, want)
		}
	}
	if got["codings.zstd"] != "on" || got["codings.br"] != "on" || explained["codings"].Value != "[zstd, br]" {
		t.Errorf("codings: got %v, explained %v", got, explained["codings"])
	}
}

func TestEveryKeyOfAFileIsASettingOfAClient(t *testing.T) {
	c, err := outbound.New()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, s := range c.Settings() {
		known[s.Name] = true
	}
	elsewhere := map[string]bool{"extends": true, "headers": true, "codings": true} // the last two with the names of their entries
	for _, k := range config.Keys() {
		section, _, _ := strings.Cut(k.Name, ".")
		if known[k.Name] || elsewhere[k.Name] || known[section] || section == "logging" {
			continue
		}
		t.Errorf("%s is no setting of a client: it has another name there, or none", k.Name)
	}
}

func TestWhatIsWrongWithTheNetworkOfAPresetHasItsPlaceAndTheRemedy(t *testing.T) {
	for text, want := range map[string]string{
		"guard: [10.0.0.1]":                        `guard: "10.0.0.1" is a single address: write 10.0.0.1/32`,
		"guard: ['fd00::1']":                       `guard: "fd00::1" is a single address: write fd00::1/128`,
		"guard: [10.0.0.0/33]":                     `guard: "10.0.0.0/33" is not a network, as in 10.0.0.0/8 or fd00::/8`,
		"guard: maybe":                             `guard: unknown value "maybe"; known are off, on`,
		"max_conn_age: 5":                          `max_conn_age: 5 has no unit: write 5s or 5ms`,
		"resolver: dns.example.com":                `resolver: a DNS server is named by its IP address, as in 10.0.0.53 or [fd00::53]:5353`,
		"resolver: '10.0.0.53:0'":                  `resolver: a DNS server is named by its IP address, as in 10.0.0.53 or [fd00::53]:5353`,
		"codings: [lz4]":                           `codings: the program offers no coding "lz4"; it offers br, zstd`,
		"codings: ['a b']":                         `codings: "a b" is not the name of a content coding, as in zstd or br`,
		"deadline_header: a b":                     `deadline_header: WithDeadlineHeader("a"): not a header name`,
		"guard: on\n    proxy: 'http://10.0.0.1'":  `proxy: WithProxy: WithGuard does not allow the address 10.0.0.1 of the proxy: a proxy hides where requests go`,
		"extends: untrusted\n    guard: off":       `guard: the guard is what the preset untrusted is for: extend standard instead`,
		"extends: untrusted\n    cookie_jar: true": `cookie_jar: WithCookieJar and Untrusted do not go together: the preset is for URLs whose addresses strangers have chosen`,
		"extends: untrusted\n    auth: [{bearer: '${env:A}', origins: ['https://a.example']}]": `auth: WithAuth and Untrusted do not go together: the preset is for URLs whose addresses strangers have chosen`,
	} {
		got := problems(t, "presets:\n  a:\n    "+text+"\n")
		if len(got) != 1 || !strings.HasSuffix(got[0], " a: "+want) {
			t.Errorf("%s: got\n\t%s\nwant\n\t%s", text, strings.Join(got, "\n\t"), want)
		}
	}
}

func TestACodingThatTheProgramDoesNotOfferIsAProblemOfThePresetThatNamesIt(t *testing.T) {
	_, err := config.Parse([]byte("presets:\n  a: {codings: [zstd]}\n  b: {extends: a}\n  c: {extends: a, codings: []}\n"))
	const want = `2:16: a: codings: the program offers no coding "zstd": see config.Coding`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestUntrustedRefusesWhatTheProgramAddsToo(t *testing.T) {
	f := parse(t, "presets: {a: {extends: untrusted}, b: {extends: a, timeout: 5s}}")
	for _, preset := range []string{"untrusted", "a", "b"} {
		if _, err := f.Client(preset, outbound.WithAuth(auth.Bearer("t"), "https://a.example")); err == nil {
			t.Errorf("%s: credentials are taken", preset)
		}
	}
}

func TestWhatAPresetTakesAwayFromUntrustedIsNotInForce(t *testing.T) {
	f := parse(t, "presets: {a: {extends: untrusted, retry: off, request_id: off, timeout: 0}}")
	sent := 0
	c, err := f.Client("a", outbound.WithMockTransport(roundTripper(func(req *http.Request) (*http.Response, error) {
		sent++
		if id := req.Header.Get("X-Request-Id"); id != "" {
			t.Errorf("got the request ID %s", id)
		}
		return &http.Response{StatusCode: 503, Header: http.Header{}, Body: http.NoBody, Request: req}, nil
	})))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := outbound.Get[string](t.Context(), c, "http://a.test"); err == nil || sent != 1 {
		t.Errorf("got %v after %d attempts, want one", err, sent)
	}
	for _, s := range c.Settings() {
		if s.Name == "timeout" && s.Value != "none" {
			t.Errorf("got a timeout of %s", s.Value)
		}
	}
}
