package config_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/config"
	"example.com/outbound/middleware"
)

// recorder is a base that answers 200 and keeps the requests.
type recorder struct{ requests []*http.Request }

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	r.requests = append(r.requests, req)
	return &http.Response{
		StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("{}")), Request: req,
	}, nil
}

// send makes one call with a client of the preset and returns what was sent.
func send(t *testing.T, f *config.File, preset, path string) *http.Request {
	t.Helper()
	base := &recorder{}
	c, err := f.Client(preset, outbound.WithMockTransport(base))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := outbound.Post[struct{}](t.Context(), c, path, nil); err != nil {
		t.Fatal(err)
	}
	return base.requests[0]
}

func TestAPresetIsSentAsItIsWritten(t *testing.T) {
	t.Setenv("TOKEN", "env-token")
	dir := t.TempDir()
	write(t, dir, "token", "file-token\n")
	write(t, dir, "netrc", "machine api.example.com login ada password lovelace\n")
	tests := map[string]struct{ preset, field, want string }{
		"base URL":                      {"base_url: https://api.example.com/v1", ":url", "https://api.example.com/v1/x"},
		"a reference within a text":     {"base_url: https://${env:TOKEN}.example.com", ":url", "https://env-token.example.com/x"},
		"no reference":                  {"headers: {X-Shell: '$${HOME}'}", "X-Shell", "${HOME}"},
		"header":                        {"headers: {X-Tenant: house}", "X-Tenant", "house"},
		"header from the environment":   {"headers: {Authorization: 'Token ${env:TOKEN}'}", "Authorization", "Token env-token"},
		"header from a file":            {"headers: {X-Api-Key: '${file:token}'}", "X-Api-Key", "file-token"},
		"user agent":                    {"user_agent: mine/1", "User-Agent", "mine/1"},
		"basic":                         {"auth: [{basic: {user: ada, password: '${env:TOKEN}'}}]", "Authorization", "Basic YWRhOmVudi10b2tlbg=="},
		"bearer":                        {"auth: [{bearer: '${env:TOKEN}'}]", "Authorization", "Bearer env-token"},
		"token of the environment":      {"auth: [{token: {env: TOKEN}}]", "Authorization", "Bearer env-token"},
		"token of a file":               {"auth: [{token: {file: token}}]", "Authorization", "Bearer file-token"},
		"API key":                       {"auth: [{api_key: {header: X-Key, key: '${file:token}'}}]", "X-Key", "file-token"},
		"query key":                     {"auth: [{query_key: {param: key, key: '${env:TOKEN}'}}]", ":query", "key=env-token"},
		"netrc":                         {"auth: [{netrc: netrc}]", "Authorization", "Basic YWRhOmxvdmVsYWNl"},
		"credentials of another origin": {"auth: [{bearer: '${env:TOKEN}', origins: ['https://b.example.com']}]", "Authorization", ""},
		"idempotency keys":              {"idempotency_keys: true", "Idempotency-Key", "*"},
		"request ID":                    {"request_id: X-Correlation-Id", "X-Correlation-Id", "*"},
		"deadline":                      {"deadline_header: X-Left-Ms\n    timeout: 0\n    attempt_timeout: 5s", "X-Left-Ms", "*"},
		"no deadline":                   {"deadline_header: off", "X-Left-Ms", ""},
		"codings":                       {"codings: [zstd, br]", "Accept-Encoding", "br, zstd"},
		"one coding":                    {"codings: [br]", "Accept-Encoding", "br"},
		"no request ID":                 {"request_id: off", "X-Request-Id", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			text := "presets:\n  a:\n    extends: standard\n    " + tt.preset + "\n"
			if !strings.Contains(tt.preset, "base_url") {
				text += "    base_url: https://api.example.com\n"
			}
			f, err := config.Load(write(t, dir, "presets.yaml", text), offered()...)
			if err != nil {
				t.Fatal(err)
			}
			req := send(t, f, "a", "/x")
			got := req.Header.Get(tt.field)
			switch tt.field {
			case ":url":
				got = req.URL.String()
			case ":query":
				got = req.URL.RawQuery
			}
			if got != tt.want && (tt.want != "*" || got == "") {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestHMACSigns(t *testing.T) {
	t.Setenv("TOKEN", "secret")
	f := parse(t, "presets: {a: {base_url: 'https://api.example.com', auth: [{hmac: {key_id: house, secret: '${env:TOKEN}'}}]}}")
	if got := send(t, f, "a", "/x").Header.Get("Authorization"); !strings.HasPrefix(got, `HMAC-SHA256 keyId="house"`) {
		t.Errorf("Authorization: got %q, want a signature", got)
	}
}

func TestTheBuiltInPresetsAreTheLibrarysOwn(t *testing.T) {
	tests := map[string]outbound.Option{
		"standard":         outbound.Standard(),
		"internal_network": outbound.InternalNetwork(),
		"resilient":        outbound.Resilient(),
		"untrusted":        outbound.Untrusted(),
	}
	f := parse(t, "presets: {}")
	for name, option := range tests {
		t.Run(name, func(t *testing.T) {
			want, err := outbound.New(option)
			if err != nil {
				t.Fatal(err)
			}
			got, err := f.Client(name)
			if err != nil {
				t.Fatal(err)
			}
			wantLines(t, got.Chain(), want.Chain())
			wantLines(t, values(got), values(want))
		})
	}
}

// values are the settings of a client without its name and their origins.
func values(c *outbound.Client) (lines []string) {
	for _, s := range c.Settings() {
		if s.Name != "name" {
			lines = append(lines, s.Name+": "+s.Value)
		}
	}
	return lines
}

func TestAnErrorCarriesTheNameOfThePreset(t *testing.T) {
	f := parse(t, "presets: {billing: {}}")
	c, err := f.Client("billing", outbound.WithMockTransport(roundTripper(func(*http.Request) (*http.Response, error) {
		return nil, errors.New("broken")
	})))
	if err != nil {
		t.Fatal(err)
	}
	_, err = outbound.Get[string](t.Context(), c, "https://billing.example.com")
	var he *outbound.HTTPError
	if !errors.As(err, &he) || he.Client != "billing" {
		t.Errorf("got %v, want an error of billing", err)
	}
}

func TestOptionsOfTheProgramWinOverThePreset(t *testing.T) {
	f := parse(t, "presets: {a: {base_url: 'https://api.example.com', user_agent: file/1}}")
	base := &recorder{}
	c, err := f.Client("a", outbound.WithMockTransport(base), outbound.WithUserAgent("code/1"),
		outbound.WithLayer(middleware.PerCall, "mine", func(next http.RoundTripper) http.RoundTripper { return next }))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := outbound.Get[struct{}](t.Context(), c, "/x"); err != nil {
		t.Fatal(err)
	}
	if got := base.requests[0].Header.Get("User-Agent"); got != "code/1" {
		t.Errorf("User-Agent: got %q, want code/1", got)
	}
	if !slices.Contains(c.Chain(), "mine") {
		t.Errorf("Chain: got %v, want one with mine", c.Chain())
	}
}

func TestCookiesAreKeptWhereTheFileSaysSo(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "1"})
		_, _ = io.WriteString(w, r.Header.Get("Cookie"))
	}))
	defer server.Close()
	f := parse(t, "presets: {a: {cookie_jar: true}, b: {}}")
	for preset, want := range map[string]string{"a": "session=1", "b": ""} {
		c, err := f.Client(preset)
		if err != nil {
			t.Fatal(err)
		}
		var got string
		for range 2 {
			if got, err = outbound.Get[string](context.Background(), c, server.URL); err != nil {
				t.Fatal(err)
			}
		}
		if got != want {
			t.Errorf("%s: got cookie %q, want %q", preset, got, want)
		}
		_ = c.Close()
	}
}
