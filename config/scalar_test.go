package config_test

import (
	"strings"
	"testing"

	yaml "github.com/goccy/go-yaml"

	"example.com/outbound/config"
)

// accepted are values that the reader and the schema take, refused those that both
// refuse.
func TestTheReaderAndTheSchemaHadTwoGrammars(t *testing.T) {
	tests := map[string]struct{ accepted, refused []string }{
		"timeout: %":            {[]string{"5s", "1.5h", "1m30s", "0", "0s", "'250ms'", "8760h"}, []string{".5s", "1.s", "+5s", "-5s", "5", "1e3", "''", "5S", "s", "1_0s"}},
		"max_response_bytes: %": {[]string{"1e3", "0", "512", "64KiB", "1.0", "'1MB'"}, []string{"1.5", "+5", "-1", "0x10", "1_000", "5mb", "1e3KiB", "'+5KiB'", "1.5MiB"}},
		"max_redirects: %":      {[]string{"5", "1e1", "3.0"}, []string{"1.5", "-1", "ten", "'5'", "1e-1"}},
		"retry: {attempts: %}":  {[]string{"5", "unlimited", "1e1"}, []string{"0", "-1", "1.5", "'5'", "Unlimited"}},
		"retry: {wait: {exponential: {base: 1s, factor: %}}}": {[]string{"1e308", "1.5", "0", "2e0", "1E-3"}, []string{"-1", "'2'", "x", "1e400"}},
		"retry: {wait: {linear: {start: 1s, step: %}}}":       {[]string{"-5s", "5s", "0"}, []string{"+5s", "--5s", "5"}},
		"retry: {max_elapsed: %}":                             {[]string{"5s", "unlimited"}, []string{"5", "-5s", "-1"}},
		"retry: {buffer_body: %}":                             {[]string{"none", "1KiB", "5"}, []string{"-1", "0", "off"}},
		"retry: {when: {status: [%]}}":                        {[]string{"500", "100", "999", "5e2"}, []string{"99", "1000", "'500'", "500.5"}},
		"retry: {when: {kind: [%]}}":                          {[]string{"timeout", "'dns'"}, []string{"Timeout", "5", "''"}},
		"retry: {methods: [%]}":                               {[]string{"GET", "'X'"}, []string{"'G T'", "''", "5"}},
		"tls: {min_version: %}":                               {[]string{"1.2", "'1.3'"}, []string{"1.1", "tls12", "2"}},
		"cookie_jar: %":                                       {[]string{"true", "false"}, []string{"'true'", "1", "yes"}},
		"user_agent: %":                                       {[]string{"a/1", "''", "'1'"}, []string{"1", "1e3", "true", `"a\nb"`}},
		"logging: {level: %}":                                 {[]string{"info"}, []string{"loud", "1"}},
		"retry: %":                                            {[]string{"off", "false", "{}"}, []string{"true", "on", "none", "[]", "5"}},
		"retry: {budget: %}":                                  {[]string{"off", "none", "false", "{tokens: 10, ratio: 0.2}"}, []string{"true", "{tokens: 10}", "10"}},
		"request_id: %":                                       {[]string{"off", "false", "X-Id"}, []string{"true", "5", "''"}},
		"proxy: %":                                            {[]string{"none", "environment", "http://proxy.example:3128"}, []string{"5", "true", `"http://a\nb"`}},
		"headers: {X-A: %}":                                   {[]string{"a", "''", "\"a\\tb\""}, []string{`"a\nb"`, "5", "[]"}},
	}
	s := schema(t)
	for form, tt := range tests {
		for want, values := range map[bool][]string{true: tt.accepted, false: tt.refused} {
			for _, v := range values {
				text := "presets: {a: {" + strings.ReplaceAll(form, "%", v) + "}}"
				if _, err := config.Parse([]byte(text)); (err == nil) != want {
					t.Errorf("Parse of %s: got %v, want taken: %v", text, err, want)
				}
				asJSON, err := yaml.YAMLToJSON([]byte(text))
				if err != nil || strings.ContainsAny(v, "_+x") && v != "timeout" || strings.ContainsAny(v, "eE") && strings.ContainsAny(v, "0123456789") {
					continue // YAML itself reads these as other numbers, or the library as texts
				}
				if err := validate(t, s, asJSON); (err == nil) != want {
					t.Errorf("the schema about %s: got %v, want taken: %v", text, err, want)
				}
			}
		}
	}
}

func TestNumbersOfAJSONFileAreNumbers(t *testing.T) {
	f := parse(t, `{"presets": {"a": {"max_response_bytes": 1e3, "max_redirects": 2E0, "retry": {"attempts": 1e1, "wait": {"exponential": {"base": "1s", "factor": 1e308}}}}}}`)
	all := settings(t, f, "a")
	for key, want := range map[string]string{
		"max_response_bytes": "1KB", "max_redirects": "2", "retry.attempts": "10", "retry.wait": "{exponential: {base: 1s, factor: 1e+308}}",
	} {
		if got := all[key].Value; got != want {
			t.Errorf("%s: got %s, want %s", key, got, want)
		}
	}
}

func TestAnAbsurdTimeIsRefused(t *testing.T) {
	for _, d := range []string{"2562047h47m", "8761h", "100000h", "99999999999999999999h", "9223372036854775807ns1s"} {
		for _, form := range []string{"timeout: %", "attempt_timeout: %", "retry: {max_elapsed: %}", "retry: {wait: {list: [1s, %]}}", "retry: {max_retry_after: %}", "logging: {slow: %}"} {
			text := "presets: {a: {" + strings.ReplaceAll(form, "%", d) + "}}"
			if lines := problems(t, text); len(lines) != 1 || !strings.Contains(lines[0], "longer than a year") {
				t.Errorf("%s: got %v, want one problem of its length", text, lines)
			}
		}
	}
	problems(t, "presets: {a: {retry: {wait: {linear: {start: 1s, step: -2562047h}}}}}")
}

func TestAnAttemptTimeoutMayBeLongerThanTheCallsTimeout(t *testing.T) {
	f := parse(t, "presets: {a: {extends: standard, timeout: 5s}, b: {timeout: 5s, attempt_timeout: 1m}}")
	for _, name := range f.Names() {
		x, err := f.Explain(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, worst := x.Schedule(); worst != s(5) {
			t.Errorf("%s: got %v at worst, want the timeout of the call", name, worst)
		}
		if c, err := f.Client(name); err != nil {
			t.Errorf("%s: %v", name, err)
		} else {
			_ = c.Close()
		}
	}
}

func TestOffAndFalseAreTheSame(t *testing.T) {
	for _, word := range []string{"off", "false", "False"} {
		all := settings(t, parse(t, "presets: {a: {extends: standard, retry: "+word+", request_id: "+word+"}}"), "a")
		if all["retry"].Value != "off" || all["request_id"].Value != "off" {
			t.Errorf("%s: got retry %s, request_id %s, want off", word, all["retry"].Value, all["request_id"].Value)
		}
	}
}
