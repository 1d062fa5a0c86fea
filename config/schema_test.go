package config_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	yaml "github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"example.com/outbound/config"
)

const schemaFile = "../docs/presets.schema.json"

func TestTheSchemaInTheDocsIsThatOfTheCode(t *testing.T) {
	got, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, config.Schema()) {
		t.Errorf("%s is not what the code makes: run go generate in config", schemaFile)
	}
}

// schema is the compiled one.
func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(config.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("presets.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("presets.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// validate asks the schema about a file.
func validate(t *testing.T, s *jsonschema.Schema, data []byte) error {
	t.Helper()
	asJSON, err := yaml.YAMLToJSON(data)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(doc)
}

func TestTheSchemaTakesWhatParseTakes(t *testing.T) {
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	s := schema(t)
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		_, parsed := config.Parse(data, offered()...)
		if valid := validate(t, s, data); (valid == nil) != (parsed == nil) {
			t.Errorf("%s: the schema says %v, Parse %v", name, valid, parsed)
		}
	}
}

func TestTheSchemaRefusesWhatIsWrongWithOneValue(t *testing.T) {
	s := schema(t)
	for _, text := range []string{
		"presets: {a: {time_out: 5s}}",
		"presets: {a: {timeout: 5}}",
		"presets: {a: {timeout: 5 sec}}",
		"presets: {a: {timeout: -5s}}",
		"presets: {a: {max_response_bytes: 5mb}}",
		"presets: {a: {max_redirects: ten}}",
		"presets: {a: {retry: {attempts: 0}}}",
		"presets: {a: {retry: true}}",
		"presets: {a: {retry: {jitter: ful}}}",
		"presets: {a: {retry: {wait: {constant: 1s, fibonacci: 1s}}}}",
		"presets: {a: {retry: {wait: {}}}}",
		"presets: {a: {retry: {wait: {exponential: {base: 1s}}}}}",
		"presets: {a: {retry: {methods: ['G T']}}}",
		"presets: {a: {auth: [{bearer: hunter2}]}}",
		"presets: {a: {auth: [{bearer: '${env:A}', netrc: b}]}}",
		"presets: {a: {breaker: true}}",
		"presets: {a: {breaker: {ratio: 0}}}",
		"presets: {a: {breaker: {ratio: 1.5}}}",
		"presets: {a: {breaker: {probes: 0}}}",
		"presets: {a: {breaker: {consecutive: 0}}}",
		"presets: {a: {breaker: {open: 5s}}}",
		"presets: {a: {gate: {rate_limit: slow}}}",
		"presets: {a: {gate: {max_hold: -5s}}}",
		"presets: {a: {rate_limit: {per: 1s}}}",
		"presets: {a: {rate_limit: {n: 0}}}",
		"presets: {a: {rate_limit: {n: 1, max_wait: 5}}}",
		"presets: {a: {concurrency: {queue: 0, max: 1}}}",
		"presets: {a: {concurrency: {adaptive: {max: 5}}}}",
		"presets: {a: {guard: maybe}}",
		"presets: {a: {guard: ['10.0.0.1']}}",
		"presets: {a: {guard: {allow: ['10.0.0.0/8']}}}",
		"presets: {a: {max_conn_age: 5}}",
		"presets: {a: {max_conn_age: -5s}}",
		"presets: {a: {resolver: dns.example.com}}",
		"presets: {a: {resolver: true}}",
		"presets: {a: {deadline_header: 5}}",
		"presets: {a: {codings: zstd}}",
		"presets: {a: {codings: ['a b']}}",
		"presets: {untrusted: {timeout: 5s}}",
		"presets: {resilient: {timeout: 5s}}",
		"presets: {standard: {timeout: 5s}}",
		"presets: {'a b': {}}",
		"presets: {a: {headers: {'X Y': z}}}",
		"preset: {}",
	} {
		if validate(t, s, []byte(text)) == nil {
			t.Errorf("the schema takes %s", text)
		}
		if _, err := config.Parse([]byte(text)); err == nil {
			t.Errorf("Parse takes %s", text)
		}
	}
}

// An editor marks the place of an error: it must be that of the wrong value.
func TestTheSchemaMarkedTheWholePreset(t *testing.T) {
	s := schema(t)
	for text, want := range map[string]string{
		"{time_out: 5s}":                             "/presets/a",
		"{timeout: 5}":                               "/presets/a/timeout",
		"{timeout: 5 sec}":                           "/presets/a/timeout",
		"{retry: {attempts: 0}}":                     "/presets/a/retry/attempts",
		"{retry: {atempts: 3}}":                      "/presets/a/retry",
		"{retry: offf}":                              "/presets/a/retry",
		"{retry: {wait: {exponential: {base: 1s}}}}": "/presets/a/retry/wait/exponential",
		"{retry: {budget: {tokens: x, ratio: 1}}}":   "/presets/a/retry/budget/tokens",
		"{retry: {when: {any: [{status: [99]}]}}}":   "/presets/a/retry/when/any/0/status/0",
		"{auth: [{netrc: a}, {bearer: hunter2}]}":    "/presets/a/auth/1/bearer",
		"{headers: {X-A: 5}}":                        "/presets/a/headers/X-A",
		"{tls: {min_version: 1.1}}":                  "/presets/a/tls/min_version",
		"{request_id: 5}":                            "/presets/a/request_id",
		"{proxy: 5}":                                 "/presets/a/proxy",
		"{logging: {headers: [X-A, 5]}}":             "/presets/a/logging/headers/1",
		"{retry: {methods: [GET, 'G T']}}":           "/presets/a/retry/methods/1",
	} {
		var e *jsonschema.ValidationError
		if err := validate(t, s, []byte("presets: {a: "+text+"}")); !errors.As(err, &e) {
			t.Errorf("%s: got %v, want a validation error", text, err)
			continue
		}
		for len(e.Causes) > 0 {
			if len(e.Causes) > 1 {
				t.Errorf("%s: %d errors, want one: %v", text, len(e.Causes), e)
			}
			e = e.Causes[0]
		}
		if got := "/" + strings.Join(e.InstanceLocation, "/"); got != want {
			t.Errorf("%s: the error is at %s, want %s", text, got, want)
		}
	}
}

func TestTheSchemaHasAnIDAndNoAlternativesAroundAPreset(t *testing.T) {
	var s struct {
		ID   string                    `json:"$id"`
		Defs map[string]map[string]any `json:"$defs"`
	}
	if err := json.Unmarshal(config.Schema(), &s); err != nil || s.ID == "" {
		t.Errorf("got $id %q, %v", s.ID, err)
	}
	for _, keyword := range []string{"oneOf", "anyOf", "allOf"} {
		if s.Defs["preset"][keyword] != nil || s.Defs["retrySection"][keyword] != nil {
			t.Errorf("the schema of a preset has %s", keyword)
		}
	}
}

func TestEveryKeyOfTheSchemaSaysWhatItIs(t *testing.T) {
	if n := strings.Count(string(config.Schema()), `"description": ""`); n > 0 {
		t.Errorf("%d keys have no description", n)
	}
}
