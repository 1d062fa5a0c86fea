package config_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/config"
)

func TestAHeaderInAnotherCaseDidNotReplaceTheInheritedOne(t *testing.T) {
	for _, names := range [][2]string{{"x-tenant", "X-Tenant"}, {"X-Tenant", "x-tenant"}, {"X-TENANT", "x-Tenant"}} {
		f := parse(t, "presets:\n  house: {base_url: 'https://a.example.com', headers: {"+names[0]+": house, X-Other: o}}\n"+
			"  shop: {extends: house, headers: {"+names[1]+": shop}}\n")
		if got := send(t, f, "shop", "/x").Header; got.Get("X-Tenant") != "shop" || got.Get("X-Other") != "o" {
			t.Errorf("%v: got %v, want the preset's own", names, got)
		}
		all := settings(t, f, "shop")
		if s := all["headers.X-Tenant"]; s.Value != "shop" || s.From("shop") == "house" || len(headersOf(all)) != 2 {
			t.Errorf("%v: explained as %v", names, headersOf(all))
		}
	}
}

func headersOf(all map[string]config.Setting) (out []config.Setting) {
	for key, s := range all {
		if strings.HasPrefix(key, "headers.") {
			out = append(out, s)
		}
	}
	return out
}

func TestAHeaderTwiceInDifferentCasesWasTaken(t *testing.T) {
	wantLines(t, problems(t, "presets:\n  a:\n    headers:\n      x-tenant: one\n      X-Tenant: two\n"),
		[]string{"5:7: a: headers.X-Tenant: the key is in line 4 already"})
}

func TestANullTakesAnInheritedHeaderAway(t *testing.T) {
	f := parse(t, "presets:\n  a: {base_url: 'https://a.example.com', headers: {X-A: a, X-B: b}}\n"+
		"  b: {extends: a, headers: {x-a: null}}\n  c: {extends: b, headers: {X-C: c}}\n  d: {extends: b, headers: {X-A: d}}\n  e: {extends: a, headers: {}}\n")
	for preset, want := range map[string]string{"a": "a", "b": "", "c": "", "d": "d", "e": "a"} {
		got := send(t, f, preset, "/x").Header
		if got.Get("X-A") != want || got.Get("X-B") != "b" {
			t.Errorf("%s: got %v, want X-A %q", preset, got, want)
		}
		if _, has := settings(t, f, preset)["headers.X-A"]; has != (want != "") {
			t.Errorf("%s: explained with X-A: %v", preset, has)
		}
	}
	wantLines(t, problems(t, "presets:\n  a: {headers: {X-A: a}}\n  b: {extends: a, headers: {X-B: null, X-A: }}\n"), []string{
		"3:34: b: headers.X-B: there is nothing to take away: no preset that this one extends has the field",
		"3:40: b: headers.X-A: there is no value: write null to take the field of the parent away",
	})
}

// A preset with a secret header and no base URL may be there for others to extend.
// A client of its own would send the secret to every host.
func TestASecretHeaderWithoutABaseURLIsNoProblemOfTheFile(t *testing.T) {
	t.Setenv("KEY", "hunter2")
	f := parse(t, "presets:\n  house: {headers: {X-Api-Key: '${env:KEY}', X-Session-Token: '${env:KEY}'}}\n"+
		"  shop: {extends: house, base_url: 'https://a.example.com'}\n")
	if got := send(t, f, "shop", "/x").Header.Get("X-Api-Key"); got != "hunter2" {
		t.Errorf("X-Api-Key: got %q, want hunter2", got)
	}
	if _, err := f.Client("house"); err == nil || !strings.Contains(err.Error(), "X-Api-Key") || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("a client of the preset without a base URL: got %v, want an error with the field", err)
	}
	x, err := f.Explain("house")
	if err != nil || !strings.Contains(strings.Join(x.Chain, " "), "headers") {
		t.Errorf("Explain: got %v, %v, want a chain with headers", x, err)
	}
}

func TestTheValueOfASecretHeaderWasExplained(t *testing.T) {
	all := settings(t, parse(t, "presets: {a: {headers: {X-Session-Token: hunter2, X-Tenant: house, X-Auth-Token: 'T ${env:K}'}}}"), "a")
	for key, want := range map[string]string{
		"headers.X-Session-Token": "xxxxx", "headers.X-Tenant": "house", "headers.X-Auth-Token": "T ${env:K}",
	} {
		if got := all[key].Value; got != want {
			t.Errorf("%s: got %q, want %q", key, got, want)
		}
	}
}

func TestALineBreakInAHeaderIsOneProblemWithoutItsValue(t *testing.T) {
	wantLines(t, problems(t, "presets:\n  a: {user_agent: \"a\\r\\nX: 1\"}\n  b: {headers: {X-B: \"hunter\\n2\"}}\n"), []string{
		"2:19: a: user_agent: the text has a line break or another control character",
		"3:22: b: headers.X-B: the text has a line break or another control character",
	})
	t.Setenv("NL", "line1hunter2\nline2")
	for name, preset := range map[string]string{
		"user agent":  "user_agent: '${env:NL}'",
		"header":      "headers: {X-A: 'a ${env:NL}'}",
		"base URL":    "base_url: 'https://${env:NL}'",
		"bearer":      "base_url: 'https://a.example', auth: [{bearer: '${env:NL}'}]",
		"basic":       "base_url: 'https://a.example', auth: [{basic: {user: '${env:NL}', password: '${env:NL}'}}]",
		"certificate": "tls: {root_cas: ['${env:NL}']}",
	} {
		c, err := parse(t, "presets: {a: {"+preset+"}}").Client("a", outbound.WithMockTransport(&recorder{}))
		if err == nil {
			t.Errorf("%s: got client %v, want an error", name, c)
			continue
		}
		if text := err.Error(); strings.Contains(text, "line1") || !strings.Contains(text, "${env:NL}") || strings.Contains(text, "WithResty") {
			t.Errorf("%s: got %v, want the reference and not its value", name, err)
		}
	}
}

func TestWithUserAgentQuotedAValueThatMayBeASecret(t *testing.T) {
	_, err := outbound.New(outbound.WithUserAgent("hunter2\nx"))
	if err == nil || strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "WithResty") {
		t.Errorf("got %v, want one error without the value", err)
	}
}

func TestCurrentDidNotNameThePresetsThereAre(t *testing.T) {
	w, err := config.Watch(write(t, t.TempDir(), "presets.yaml", "presets: {billing: {}, mail: {}}"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Close() }()
	c := w.Current("biling")
	_, typed := outbound.Get[string](t.Context(), c, "/x")
	_, fluent := c.R(t.Context()).Get("https://a.example.com/x")
	_, plain := c.HTTP().Get("https://a.example.com/x")
	for name, err := range map[string]error{"typed": typed, "R": fluent, "HTTP": plain} {
		var he *outbound.HTTPError
		if !errors.As(err, &he) || he.Kind != "request" || !strings.Contains(err.Error(), `no preset "biling"; it has billing, mail`) {
			t.Errorf("%s: got %v, want kind request with the names", name, err)
		}
	}
	if _, err := c.HTTP().Post("https://a.example.com", "text/plain", http.NoBody); err == nil {
		t.Error("a call of no preset succeeded")
	}
}

func TestSecretNamesOfAPresetAreAddedToThoseItInherits(t *testing.T) {
	f := parse(t, "presets:\n  house: {secret_names: [X-Ledger]}\n"+
		"  shop: {extends: house, secret_names: [X-Tenant-Mark], base_url: 'https://a.example.com', headers: {X-Ledger: l1, x-tenant-mark: m1, X-Other: o}}\n")
	all := settings(t, f, "shop")
	for key, want := range map[string]string{"headers.X-Ledger": "xxxxx", "headers.X-Tenant-Mark": "xxxxx", "headers.X-Other": "o", "secret_names": "[X-Ledger, X-Tenant-Mark]"} {
		if got := all[key].Value; got != want {
			t.Errorf("%s: got %q, want %q", key, got, want)
		}
	}
	if _, err := f.Client("shop"); err != nil {
		t.Error(err)
	}
	wantLines(t, problems(t, "presets: {a: {secret_names: ['-']}}"), []string{"1:29: a: secret_names: WithSecretNames: a name is empty"})
}
