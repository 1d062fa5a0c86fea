package config_test

import (
	"testing"

	"example.com/outbound/config"
)

const family = `presets:
  base:
    extends: standard
    headers: {Accept-Language: en, X-House: one}
    retry:
      attempts: 3
      limits: {connect: 1}
    tls: {min_version: "1.3"}
    auth:
      - bearer: ${env:BASE}
        origins: [https://base.example.com]
  billing:
    extends: base
    base_url: https://billing.example.com
    headers: {X-House: two}
    retry:
      max_wait: 2s
      limits: {read: 2}
    auth:
      - bearer: ${env:BILLING}
  batch:
    extends: billing
    retry: off
  again:
    extends: batch
    retry: {attempts: 9}
  open:
    extends: billing
    auth: []
`

func TestAPresetSaysOnlyWhatDiffers(t *testing.T) {
	tests := map[string]struct{ preset, key, value, from string }{
		"of its own":                            {"billing", "base_url", "https://billing.example.com", "14:15"},
		"of its parent":                         {"billing", "retry.attempts", "3", "base (6:17)"},
		"of a built-in one":                     {"billing", "timeout", "1m", "standard"},
		"of nobody":                             {"billing", "max_redirects", "10", "default"},
		"a section is taken key by key":         {"billing", "retry.budget", "{tokens: 10, ratio: 0.2}", "standard"},
		"a section within one too":              {"billing", "retry.limits.connect", "1", "base (7:25)"},
		"a header by its name":                  {"billing", "headers.Accept-Language", "en", "base (4:32)"},
		"a header that is said anew":            {"billing", "headers.X-House", "two", "15:24"},
		"a list whole":                          {"billing", "auth", "[{bearer: ${env:BILLING}}]", "20:7"},
		"an empty list takes away":              {"open", "auth", "[]", "29:11"},
		"off takes a section away":              {"batch", "retry", "off", "23:12"},
		"a section after off begins anew":       {"again", "retry.attempts", "9", "26:23"},
		"and has nothing from before off":       {"again", "retry.max_wait", "0s", "default"},
		"a built-in preset":                     {"internal_network", "proxy", "none", "internal_network"},
		"a built-in preset's own parent":        {"internal_network", "request_id", "X-Request-Id", "standard"},
		"what a built-in preset says of TLS":    {"internal_network", "tls.insecure_skip_verify", "true", "internal_network"},
		"what nobody says of a whole section":   {"standard", "logging.level", "info", "default"},
		"the version of TLS without its quotes": {"billing", "tls.min_version", "1.3", "base (8:24)"},
	}
	f := parse(t, family)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s, ok := settings(t, f, tt.preset)[tt.key]
			if !ok {
				t.Fatalf("%s has no setting %s", tt.preset, tt.key)
			}
			if s.Value != tt.value || s.From(tt.preset) != tt.from {
				t.Errorf("got %s from %s, want %s from %s", s.Value, s.From(tt.preset), tt.value, tt.from)
			}
		})
	}
}

func TestTheOrderOfPresetsInTheFileDoesNotMatter(t *testing.T) {
	f := parse(t, "presets:\n  a: {extends: b}\n  b: {extends: c}\n  c: {timeout: 30s}\n")
	wantLines(t, f.Names(), []string{"a", "b", "c"})
	x, err := f.Explain("a")
	if err != nil {
		t.Fatal(err)
	}
	wantLines(t, x.Extends, []string{"b", "c"})
	if got := settings(t, f, "a")["timeout"].Value; got != "30s" {
		t.Errorf("timeout of a: got %s, want 30s", got)
	}
}

func TestAnUnknownPresetIsNamedWithItsNeighbour(t *testing.T) {
	f := parse(t, family)
	const want = `config: there is no preset "biling"; did you mean "billing"?`
	for name, use := range map[string]func() error{
		"Option":  func() error { _, err := f.Option("biling"); return err },
		"Client":  func() error { _, err := f.Client("biling"); return err },
		"Explain": func() error { _, err := f.Explain("biling"); return err },
	} {
		if err := use(); err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", name, err, want)
		}
	}
}

func TestEveryKeyCanBeGiven(t *testing.T) {
	f, err := config.Load("testdata/every.yaml", offered()...)
	if err != nil {
		t.Fatal(err)
	}
	for key, s := range settings(t, f, "every") {
		if s.Preset != "every" {
			t.Errorf("%s is from %s: testdata/every.yaml lacks it", key, s.From("every"))
		}
	}
}
