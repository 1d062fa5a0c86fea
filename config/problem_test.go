package config_test

import (
	"errors"
	"io/fs"
	"os"
	"testing"

	"example.com/outbound/config"
)

func TestEveryProblemHasItsPlaceAndTheRemedy(t *testing.T) {
	tests := map[string]struct {
		file string
		want []string
	}{
		"an unknown key": {
			"presets:\n  billing:\n    time_out: 5s\n",
			[]string{`3:5: billing: unknown key "time_out"; did you mean "timeout"?`},
		},
		"an unknown key of a section": {
			"presets:\n  billing:\n    retry:\n      atempts: 5\n",
			[]string{`4:7: billing: retry: unknown key "atempts"; did you mean "attempts"?`},
		},
		"a key like no other": {
			"presets:\n  billing:\n    tls: {q: 1}\n",
			[]string{`3:11: billing: tls: unknown key "q"; known are client_certificate, insecure_skip_verify, min_version, root_cas`},
		},
		"an unknown key of the file": {
			"preset:\n  billing: {}\n",
			[]string{`1:1: unknown key "preset"; did you mean "presets"?`},
		},
		"a time without its unit": {
			"presets: {a: {timeout: 5}}",
			[]string{"1:24: a: timeout: 5 has no unit: write 5s or 5ms"},
		},
		"a time with an unknown unit": {
			"presets: {a: {timeout: 5 sec}}",
			[]string{`1:24: a: timeout: "5 sec" is not a time: it is a number and h, m, s, ms, us or ns, as in 1m30s`},
		},
		"a negative time": {
			"presets: {a: {timeout: -5s}}",
			[]string{`1:24: a: timeout: "-5s" is negative`},
		},
		"a size with an unknown unit": {
			"presets: {a: {max_response_bytes: 5mb}}",
			[]string{`1:35: a: max_response_bytes: "5mb" is not a size: it is a whole number and B, KB, MB, GB, KiB, MiB or GiB, as in 32MiB`},
		},
		"a number that is a text": {
			"presets: {a: {max_redirects: ten}}",
			[]string{`1:30: a: max_redirects: "ten" is not a whole number of 0 or more`},
		},
		"no attempt at all": {
			"presets: {a: {retry: {attempts: 0}}}",
			[]string{"1:33: a: retry.attempts: 0 is neither a whole number of 1 or more nor unlimited"},
		},
		"a flag that is a word": {
			"presets: {a: {cookie_jar: yes}}",
			[]string{`1:27: a: cookie_jar: "yes" is neither true nor false`},
		},
		"a misspelt word": {
			"presets: {a: {retry: {jitter: ful}}}",
			[]string{`1:31: a: retry.jitter: unknown value "ful"; did you mean "full"? A mapping is taken too: additive, range`},
		},
		"a misspelt kind": {
			"presets: {a: {retry: {when: {kind: [timeuot]}}}}",
			[]string{`1:37: a: retry.when.kind: unknown value "timeuot"; did you mean "timeout"?`},
		},
		"retry that is the wrong flag": {
			"presets: {a: {retry: true}}",
			[]string{"1:22: a: retry: off or a mapping with attempts, max_elapsed, elapsed_mode, limits, wait, jitter, min_wait, max_wait, ignore_retry_after, max_retry_after, methods, when, budget, buffer_body is wanted here, got true"},
		},
		"two waits where one is wanted": {
			"presets: {a: {retry: {wait: {constant: 1s, fibonacci: 1s}}}}",
			[]string{"1:23: a: retry.wait: more than one wait: fibonacci, constant"},
		},
		"a wait of nothing": {
			"presets: {a: {retry: {wait: {}}}}",
			[]string{"1:23: a: retry.wait: no wait: one of exponential, fibonacci, constant, list, linear, decay, immediate_first, sum, chain, cap"},
		},
		"a wait that lacks a number": {
			"presets: {a: {retry: {wait: {exponential: {base: 1s}}}}}",
			[]string{`1:30: a: retry.wait.exponential: the key "factor" is missing`},
		},
		"a list where a value is wanted": {
			"presets: {a: {timeout: [5s]}}",
			[]string{"1:24: a: timeout: a single value is wanted here"},
		},
		"a value where a list is wanted": {
			"presets: {a: {auth: bearer}}",
			[]string{"1:21: a: auth: a list is wanted here, as in [a, b]"},
		},
		"a value where a preset is wanted": {
			"presets: {a: standard}",
			[]string{`1:14: a: a mapping with extends, base_url, headers, user_agent, timeout, attempt_timeout, body_idle_timeout, retry, breaker, gate, rate_limit, concurrency, auth, proxy, tls, guard, max_conn_age, resolver, max_redirects, max_response_bytes, codings, cookie_jar, request_id, deadline_header, idempotency_keys, secret_names, logging is wanted here, got "standard"`},
		},
		"a key without a value": {
			"presets:\n  a:\n    timeout:\n",
			[]string{"3:5: a: timeout: there is no value"},
		},
		"a key twice": {
			"presets:\n  a:\n    timeout: 5s\n    timeout: 6s\n",
			[]string{"4:5: a: timeout: the key is in line 3 already"},
		},
		"a preset twice": {
			"presets:\n  a: {}\n  a: {}\n",
			[]string{"3:3: presets.a: the key is in line 2 already"},
		},
		"an alias": {
			"presets:\n  a: &x {timeout: 5s}\n  b: *x\n",
			[]string{"2:6: a: anchors and aliases are not taken: use extends", "3:6: b: anchors and aliases are not taken: use extends"},
		},
		"a secret in the file": {
			"presets: {a: {base_url: 'https://a.example.com', auth: [{bearer: hunter2}]}}",
			[]string{"1:66: a: auth.bearer: a secret does not belong in the file: use ${env:NAME} or ${file:PATH}"},
		},
		"a secret in a header": {
			"presets: {a: {headers: {authorization: Bearer hunter2}}}",
			[]string{"1:40: a: headers.authorization: a secret does not belong in the file: use ${env:NAME} or ${file:PATH}"},
		},
		"a secret in a proxy's address": {
			"presets: {a: {proxy: 'http://house:hunter2@proxy.example.com'}}",
			[]string{"1:22: a: proxy: a secret does not belong in the file: use ${env:NAME} or ${file:PATH}"},
		},
		"a reference of an unknown kind": {
			"presets: {a: {base_url: 'https://${vault:x}.example.com'}}",
			[]string{"1:25: a: base_url: ${vault:x} is no reference: write ${env:NAME} or ${file:PATH}, and $${ where no reference is meant"},
		},
		"a reference that does not end": {
			"presets: {a: {base_url: 'https://${env:HOST'}}",
			[]string{"1:25: a: base_url: ${env:HOST is no reference: write ${env:NAME} or ${file:PATH}, and $${ where no reference is meant"},
		},
		"the name of a built-in preset": {
			"presets: {standard: {timeout: 5s}}",
			[]string{"1:11: standard: the name belongs to the built-in preset"},
		},
		"a name with a space": {
			"presets: {'a b': {}}",
			[]string{"1:11: a b: a name has letters, digits, dots, underscores and dashes only"},
		},
		"a parent that is not there": {
			"presets: {a: {extends: standart}}",
			[]string{`1:24: a: extends: there is no preset "standart"; did you mean "standard"?`},
		},
		"no presets":         {"{}", []string{`1:1: the key "presets" is missing`}},
		"an empty file":      {"# nothing\n", []string{"1:1: the file is empty: it begins with presets:"}},
		"a list for a file":  {"- a\n", []string{"1:1: a mapping is wanted here, as in {key: value}"}},
		"a second document":  {"presets: {}\n---\npresets: {}\n", []string{"3:1: a second document: a file of presets is one"}},
		"what is not YAML":   {"presets: {a: [}\n", []string{`1:15: a "}" without its "{", or within an open "["`}},
		"a tab for a margin": {"presets:\n\ta: {}\n", []string{"2:1: a tab: YAML is indented with spaces"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { wantLines(t, problems(t, tt.file), tt.want) })
	}
}

func TestContradictionsSayWhereBothSidesComeFrom(t *testing.T) {
	tests := map[string]struct {
		file string
		want []string
	}{
		"a bound that is inherited": {
			"presets:\n  a: {retry: {max_wait: 2s}}\n  b: {extends: a, retry: {min_wait: 5s}}\n  c: {extends: b}\n",
			[]string{"3:37: b: retry.min_wait: the shortest wait, 5s, is longer than the longest, 2s (retry.max_wait is from a)"},
		},
		"the shortest wait longer than the longest": {
			"presets: {a: {retry: {min_wait: 5s, max_wait: 2s}}}",
			[]string{"1:33: a: retry.min_wait: the shortest wait, 5s, is longer than the longest, 2s"},
		},
		"a bound on what is ignored": {
			"presets: {a: {retry: {ignore_retry_after: true, max_retry_after: 1m}}}",
			[]string{"1:66: a: retry.max_retry_after: a bound on what is ignored"},
		},
		"a budget that permits nothing": {
			"presets: {a: {retry: {budget: {tokens: 2, ratio: 1}}}}",
			[]string{"1:32: a: retry.budget: 2 tokens or less permit no retry: say retry: off"},
		},
		"authorities without a check": {
			"presets:\n  a:\n    extends: internal_network\n    tls: {root_cas: [house.pem]}\n",
			[]string{"4:21: a: tls.root_cas: authorities mean nothing while certificates are not checked: set insecure_skip_verify to false (tls.insecure_skip_verify is from internal_network)"},
		},
		"a range of codes that is none": {
			"presets: {a: {retry: {when: {status_range: {min: 599, max: 500}}}}}",
			[]string{"1:30: a: retry.when.status_range: the lowest code, 599, is above the highest, 500"},
		},
		"credentials that belong nowhere": {
			"presets: {a: {auth: [{bearer: '${env:T}'}]}}",
			[]string{"1:21: a: auth: WithAuth: neither an origin nor a base URL (WithBaseURL) says where the credentials belong"},
		},
		"an origin that is none": {
			"presets: {a: {auth: [{bearer: '${env:T}', origins: [example.com]}]}}",
			[]string{`1:21: a: auth: WithAuth: auth: origin "example.com" is not of the form https://host[:port]`},
		},
		"a base URL that is none": {
			"presets: {a: {base_url: billing.example.com}}",
			[]string{`1:25: a: base_url: WithBaseURL("billing.example.com"): not of the form http[s]://host[:port][/path]`},
		},
		"a header that is none": {
			"presets: {a: {headers: {'X Y': z}}}",
			[]string{"1:32: a: headers.X Y: not the name of a header"},
		},
		"a method that is none": {
			"presets: {a: {retry: {methods: ['G T']}}}",
			[]string{`1:33: a: retry.methods: "G T" is not a method`},
		},
		"a proxy that is none": {
			"presets: {a: {proxy: 'ftp://proxy.example.com'}}",
			[]string{`1:22: a: proxy: WithProxy("ftp://proxy.example.com"): not of the form http[s]://host:port or socks5://host:port`},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { wantLines(t, problems(t, tt.file), tt.want) })
	}
}

func TestAllProblemsOfAFileAreReportedAtOnce(t *testing.T) {
	data, err := os.ReadFile("testdata/broken.yaml")
	if err != nil {
		t.Fatal(err)
	}
	wantLines(t, problems(t, string(data)), []string{
		`3:14: billing: extends: there is no preset "standart"; did you mean "standard"?`,
		"4:14: billing: timeout: 30 has no unit: write 30s or 30ms",
		`6:7: billing: retry: unknown key "atempts"; did you mean "attempts"?`,
		`7:15: billing: retry.jitter: unknown value "fulll"; did you mean "full"? A mapping is taken too: additive, range`,
		"9:14: mail: extends: the presets extend each other in a circle: mail → ledger → mail",
		`10:24: mail: tls.min_version: unknown value "1.1"; did you mean "1.2"?`,
		"14:23: stock: retry.min_wait: the shortest wait, 10s, is longer than the longest, 5s",
	})
}

func TestAFileThatIsNotThere(t *testing.T) {
	_, err := config.Load("testdata/absent.yaml")
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want a file that does not exist", err)
	}
}
