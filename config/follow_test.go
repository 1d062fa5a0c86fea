package config_test

import "testing"

func TestASecondProblemFollowedFromTheFirst(t *testing.T) {
	tests := map[string]struct {
		file string
		want []string
	}{
		"a misspelt base URL, and credentials for it": {
			"presets: {a: {base_ur: 'https://a.example', auth: [{bearer: '${env:T}'}]}}",
			[]string{`1:15: a: unknown key "base_ur"; did you mean "base_url"?`},
		},
		"a base URL with a line break, and credentials for it": {
			"presets: {a: {base_url: \"https://a\\nb\", auth: [{bearer: '${env:T}'}]}}",
			[]string{"1:25: a: base_url: the text has a line break or another control character"},
		},
		"a misspelt parent, and credentials for its base URL": {
			"presets: {a: {extends: standart, auth: [{bearer: '${env:T}'}]}}",
			[]string{`1:24: a: extends: there is no preset "standart"; did you mean "standard"?`},
		},
		"a child of a preset with a misspelt key": {
			"presets:\n  a: {base_ur: x}\n  b: {extends: a, auth: [{bearer: '${env:T}'}]}\n",
			[]string{`2:7: a: unknown key "base_ur"; did you mean "base_url"?`},
		},
		"a budget without its tokens": {
			"presets: {a: {retry: {budget: {tokens: x, ratio: 0.1}}}}",
			[]string{`1:40: a: retry.budget.tokens: "x" is not a number of 0 or more`},
		},
		"a range with a code that is none": {
			"presets: {a: {retry: {when: {status_range: {min: 599, max: x}}}}}",
			[]string{`1:60: a: retry.when.status_range.max: "x" is not a status code`},
		},
		"a misspelt switch over an inherited one": {
			"presets: {a: {extends: internal_network, tls: {insecure_skip_verfy: false, root_cas: [a.pem]}}}",
			[]string{`1:48: a: tls: unknown key "insecure_skip_verfy"; did you mean "insecure_skip_verify"?`},
		},
		"a contradiction that is inherited": {
			"presets:\n  a: {retry: {min_wait: 5s, max_wait: 2s}}\n  b: {extends: a}\n  c: {extends: b, timeout: 5s}\n",
			[]string{"2:25: a: retry.min_wait: the shortest wait, 5s, is longer than the longest, 2s"},
		},
		"a header that may come from a misspelt parent": {
			"presets:\n  a: {extends: standart}\n  b: {extends: a, headers: {X-A: null}}\n",
			[]string{`2:16: a: extends: there is no preset "standart"; did you mean "standard"?`},
		},
		"a wrong base URL that is inherited": {
			"presets:\n  a: {base_url: a.example}\n  b: {extends: a}\n",
			[]string{`2:17: a: base_url: WithBaseURL("a.example"): not of the form http[s]://host[:port][/path]`},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { wantLines(t, problems(t, tt.file), tt.want) })
	}
}

func TestProblemsOfTheSecondPassWaitedForThoseOfTheFirst(t *testing.T) {
	wantLines(t, problems(t, `presets:
  a:
    time_out: 5s
    timeout: 5
    base_url: a.example
    proxy: proxy:3128
    user_agent: "a\nb"
    headers: {X Y: z, X-Z: 5}
    retry: {min_wait: 5s, max_wait: 2s, attempts: x}
    auth: [{bearer: hunter2}, {bearer: "${env:T}", origins: [b.example]}]
`), []string{
		`3:5: a: unknown key "time_out"; did you mean "timeout"?`,
		"4:14: a: timeout: 5 has no unit: write 5s or 5ms",
		`5:15: a: base_url: WithBaseURL("a.example"): not of the form http[s]://host[:port][/path]`,
		`6:12: a: proxy: WithProxy("proxy:3128"): not of the form http[s]://host:port or socks5://host:port; did you mean "http://proxy:3128"?`,
		"7:17: a: user_agent: the text has a line break or another control character",
		"8:20: a: headers.X Y: not the name of a header",
		"8:28: a: headers.X-Z: 5 is not text: put it in quotes",
		"9:23: a: retry.min_wait: the shortest wait, 5s, is longer than the longest, 2s",
		`9:51: a: retry.attempts: "x" is neither a whole number of 1 or more nor unlimited`,
		"10:11: a: auth: WithAuth: auth: origin \"b.example\" is not of the form https://host[:port]",
		"10:21: a: auth.bearer: a secret does not belong in the file: use ${env:NAME} or ${file:PATH}",
	})
}

func TestAnAnchorIsNamedWhereverItIs(t *testing.T) {
	const anchor, tag = "anchors and aliases are not taken: use extends", "tags are not taken: the key says what the value is"
	for text, want := range map[string]string{
		"&x presets: {a: {}}":                     "1:1: " + anchor,
		"&x {presets: {a: {}}}":                   "1:1: " + anchor,
		"presets: &q {a: {}}":                     "1:10: presets: " + anchor,
		"presets: {&k a: {}}":                     "1:11: presets: " + anchor,
		"presets: !!map {a: {}}":                  "1:10: presets: " + tag,
		"!!map {presets: {a: {}}}":                "1:1: " + tag,
		"presets: {a: {headers: &h {X-A: a}}}":    "1:24: a: headers: " + anchor,
		"presets: {a: {headers: {&h X-A: a}}}":    "1:25: a: headers: " + anchor,
		"presets: {a: {headers: {X-A: &h a}}}":    "1:30: a: headers.X-A: " + anchor,
		"presets: {a: {timeout: !!str 5s}}":       "1:24: a: timeout: " + tag,
		"presets: {a: {auth: [&a {netrc: n}]}}":   "1:22: a: auth: " + anchor,
		"presets: {a: {&t timeout: 5s}}":          "1:15: a: " + anchor,
		"presets:\n  a:\n    <<: {timeout: 5s}\n": "3:5: a: " + anchor,
	} {
		if got := problems(t, text); len(got) != 1 || got[0] != want {
			t.Errorf("%s: got %v, want %s", text, got, want)
		}
	}
}

func TestAProblemOfSyntaxHadTheWordsOfTheYAMLLibrary(t *testing.T) {
	for text, want := range map[string]string{
		"presets: {a: {timeout: 'x}}":            "1:24: the quoted text does not end",
		"presets: {a: \"\\q\"}":                  `1:16: the quoted text has a "\" that begins no escape: in single quotes it is a character like any other`,
		"presets: [a, b":                         `1:10: the list does not end: "]" is missing`,
		"presets: {a: 1":                         `1:10: the mapping does not end: "}" is missing`,
		"presets: {a: 1, , b}":                   `1:17: a comma with nothing before it, or "}" is missing`,
		"presets:\n  a:\n   b: 1\n  - c\n":       `4:3: a line without "key: "`,
		"presets:\n  a: b: c\n":                  `2:6: a second "key: " in the line: put a text with a colon and a space in quotes`,
		"presets: @a":                            "1:10: a text that begins with this character is put in quotes",
		"presets:\n a: |5x\n  b\n":               "2:5: a number after | or > is the only thing that may follow it",
		"presets:\n  a:\n    - x\n   - y\n":      "4:4: it does not fit the lines before it: look at the margin, and at the space after each colon",
		"%FOO\n":                                 "1:1: directives (lines that begin with %) are not taken",
		"presets: *":                             "1:10: anchors and aliases are not taken: use extends",
		"presets:\n  a: {timeout: 5s\n  b: {}\n": `3:3: a comma or "}" is missing`,
	} {
		wantLines(t, problems(t, text), []string{want})
	}
}
