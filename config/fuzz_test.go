package config_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	yaml "github.com/goccy/go-yaml"

	"example.com/outbound/config"
)

func FuzzParse(f *testing.F) {
	f.Add("presets: {a: {extends: standard, retry: {wait: {list: [1s]}}}}")
	f.Add("presets:\n  a:\n    timeout: 5\n  a: *x\n")
	f.Add("presets: {a: {headers: {X: '${env:'}}}")
	f.Add("presets: {0: {headers: {}}}")
	f.Add("presets: {a: {headers: {X-A: a}}, b: {extends: a, headers: {x-a: null}}}")
	f.Add("presets: {a: {retry: false, request_id: off, max_response_bytes: 1e3}}")
	f.Add("? [a]\n: b\n")
	f.Fuzz(func(t *testing.T, text string) {
		file, err := config.Parse([]byte(text), offered()...)
		var ps config.Problems
		if err != nil && (!errors.As(err, &ps) || len(ps) == 0) {
			t.Fatalf("got %v, want problems", err)
		}
		for _, p := range ps {
			if p.Line < 1 || p.Column < 1 || p.Text == "" {
				t.Errorf("got %+v, want a place and a text", p)
			}
		}
		if err != nil {
			return
		}
		for _, name := range file.Names() {
			if _, err := file.Explain(name); err != nil {
				t.Errorf("Parse took what Explain does not: %v", err)
			}
		}
	})
}

// FuzzSchema: what Parse takes the schema takes too.
func FuzzSchema(f *testing.F) {
	f.Add("timeout: 5s")
	f.Add("retry: {attempts: 1e1, wait: {linear: {start: 1s, step: -1s}}}")
	f.Add("proxy: http://a:3128\n    tls: {min_version: 1.3}")
	f.Add("auth: [{token: {env: A}, origins: ['https://a.example']}]")
	f.Fuzz(func(t *testing.T, settings string) {
		text := "presets:\n  a:\n    " + settings + "\n"
		if _, err := config.Parse([]byte(text), offered()...); err != nil {
			return
		}
		if asJSON, err := yaml.YAMLToJSON([]byte(text)); err != nil || strings.ContainsAny(text, "0123456789") && strings.ContainsAny(text, "eE") {
			return // the library takes 1e3 for a text
		} else if err := validate(t, schema(t), asJSON); err != nil {
			t.Errorf("Parse takes %s, the schema says %v", text, err)
		}
	})
}

// FuzzHeaderName: the preset's own header is the one that is sent, however its
// name and the inherited one are spelt.
func FuzzHeaderName(f *testing.F) {
	f.Add("x-tenant", "X-TENANT")
	f.Add("ſ-a", "S-a")
	f.Add("a.b", "A.B")
	f.Fuzz(func(t *testing.T, parent, child string) {
		quote := func(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
		if strings.ContainsAny(parent+child, "\r\n") || http.CanonicalHeaderKey(parent) == "Host" {
			return
		}
		file, err := config.Parse([]byte("presets: {a: {base_url: 'https://a.example.com', headers: {" + quote(parent) + ": parent}}, " +
			"b: {extends: a, headers: {" + quote(child) + ": child}}}"))
		if err != nil {
			return
		}
		same := strings.EqualFold(parent, child)
		all := headersOf(settings(t, file, "b"))
		if got := send(t, file, "b", "/x").Header; got.Get(child) != "child" || same != (len(all) == 1) {
			t.Errorf("%q over %q: sent %q, explained %v", child, parent, got.Get(child), all)
		}
	})
}
