package config_test

import (
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/config"
)

// proxyServer is a proxy that answers itself, and the credentials that it was sent.
func proxyServer(t *testing.T) (address string, credentials func() string) {
	t.Helper()
	var last string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		last = r.Header.Get("Proxy-Authorization")
		_, _ = io.WriteString(w, "from the proxy")
	}))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://"), func() string { return last }
}

func TestAPasswordChangedTheProxy(t *testing.T) {
	address, credentials := proxyServer(t)
	dir := t.TempDir()
	for _, password := range []string{"p@localhost/x", "p@ss/w#rd:1", "a b+c%41?d=e&f", "100%", `\\`, "ü", ":", "plain"} {
		t.Setenv("PW", password)
		t.Setenv("USER_NAME", "us@er:/")
		t.Setenv("BOTH", "u:"+password)
		write(t, dir, "pw", password+"\n")
		for form, user := range map[string]string{
			"http://u:${env:PW}@": "u", "http://u:${file:pw}@": "u", "http://${env:BOTH}@": "u",
			"http://${env:USER_NAME}:${env:PW}@": "us@er:/",
		} {
			f, err := config.Load(write(t, dir, "presets.yaml", "presets: {a: {proxy: '"+form+address+"'}}"))
			if err != nil {
				t.Fatal(err)
			}
			c, err := f.Client("a")
			if err != nil {
				t.Errorf("%s with %q: %v", form, password, err)
				continue
			}
			got, err := outbound.Get[string](t.Context(), c, "http://target.invalid/")
			want := "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
			if err != nil || got != "from the proxy" || credentials() != want {
				t.Errorf("%s with %q: got %q, %v and credentials %s, want %s", form, password, got, err, credentials(), want)
			}
			_ = c.Close()
		}
	}
}

func TestAReferenceInTheMiddleOfAHostChangedTheHost(t *testing.T) {
	for _, value := range []string{"evil.example/", "evil.example#", "evil.example?", "u@evil.example", `evil.example\`} {
		t.Setenv("TENANT", value)
		for _, form := range []string{"https://${env:TENANT}.example.com", "https://api.${env:TENANT}", "https://${env:TENANT}:8443"} {
			c, err := parse(t, "presets: {a: {base_url: '"+form+"'}}").Client("a")
			if err == nil {
				_ = c.Close()
				t.Errorf("%s with %q: got a client, want an error", form, value)
				continue
			}
			if strings.Contains(err.Error(), "evil") {
				t.Errorf("%s with %q: the value is shown: %v", form, value, err)
			}
		}
	}
	t.Setenv("API", "api.example.com:8443/v1")
	if got := send(t, parse(t, "presets: {a: {base_url: 'https://${env:API}'}}"), "a", "/x").URL.String(); got != "https://api.example.com:8443/v1/x" {
		t.Errorf("a whole authority: got %s", got)
	}
}

func TestAnAddressThatIsNoneShowedTheValueOfItsReference(t *testing.T) {
	t.Setenv("ADDRESS", "hunter2")
	for _, preset := range []string{
		"base_url: '${env:ADDRESS}'", "proxy: '${env:ADDRESS}'", "proxy: 'ftp://a:${env:ADDRESS}@b'",
		"base_url: 'https://a.example', auth: [{client_credentials: {token_url: '${env:ADDRESS}', client_id: a, client_secret: '${env:ADDRESS}'}}]",
	} {
		_, err := parse(t, "presets: {a: {"+preset+"}}").Client("a")
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: got %v, want an error without the value", preset, err)
		}
	}
}

func TestAPasswordInAnAddressStoodInTheFile(t *testing.T) {
	for _, preset := range []string{
		"base_url: 'http://u:hunter2@a.example'", "base_url: 'http://u:hunter2@${env:HOST}'", "proxy: 'http://${env:U}:hunter2@a.example'",
		"proxy: 'socks5://u:hunt@er2@a.example'",
		"base_url: 'https://a.example', auth: [{client_credentials: {token_url: 'https://u:hunter2@b.example', client_id: a, client_secret: '${env:S}'}}]",
	} {
		lines := problems(t, "presets: {a: {"+preset+"}}")
		if len(lines) != 1 || !strings.Contains(lines[0], "a secret does not belong in the file") || strings.Contains(lines[0], "hunt") {
			t.Errorf("%s: got %v, want one problem of a secret", preset, lines)
		}
	}
}

func TestWhatMayBeATokenInAnAddressIsNotExplained(t *testing.T) {
	tests := map[string]string{
		"http://hunter2@a.example/v1":       "http://xxxxx@a.example/v1",
		"http://${env:T}@a.example":         "http://${env:T}@a.example",
		"http://u:${file:/a/b@c}@a.example": "http://u:${file:/a/b@c}@a.example",
		"http://a.example":                  "http://a.example",
	}
	for raw, want := range tests {
		if got := settings(t, parse(t, "presets: {a: {base_url: '"+raw+"'}}"), "a")["base_url"].Value; got != want {
			t.Errorf("%s: got %s, want %s", raw, got, want)
		}
	}
	got := settings(t, parse(t, "presets: {a: {base_url: 'https://a.example', auth: [{client_credentials: {token_url: 'https://b.example/?tenant=t&access_token=hunter2', client_id: a, client_secret: '${env:S}'}}]}}"), "a")["auth"].Value
	if strings.Contains(got, "hunter2") || !strings.Contains(got, "tenant=t") {
		t.Errorf("token_url: got %s", got)
	}
}

// FuzzReference puts any value into each part of an address: user info and host
// stay what the file says.
func FuzzReference(f *testing.F) {
	for _, v := range []string{"p@localhost/x", "a#b", "%zz", "[::1]", "a:b", "\\", "::", "x/../y"} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if value == "" || strings.Contains(value, "\x00") { // no value of a variable
			return
		}
		t.Setenv("FUZZ_VALUE", value)
		file := parse(t, "presets: {a: {base_url: 'https://u:${env:FUZZ_VALUE}@api.example.com/v1'}, b: {base_url: 'https://${env:FUZZ_VALUE}.example.com'}}")
		for _, preset := range file.Names() {
			base := &recorder{}
			c, err := file.Client(preset, outbound.WithMockTransport(base))
			if err != nil {
				if len(value) > 8 && strings.Contains(err.Error(), value) {
					t.Errorf("the value is shown: %v", err)
				}
				continue
			}
			_, _ = outbound.Get[string](t.Context(), c, "/x")
			if len(base.requests) == 0 {
				continue
			}
			u := base.requests[0].URL
			if !strings.HasSuffix(u.Hostname(), ".example.com") {
				t.Errorf("%s: %q was sent to %s", preset, value, u.Host)
			}
			if p, _ := u.User.Password(); preset == "a" && u.User != nil && p != value {
				t.Errorf("the password became %q, want %q", p, value)
			}
		}
	})
}
