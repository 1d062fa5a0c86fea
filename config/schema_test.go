package config_test

import (
	"bytes"
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
		_, parsed := config.Parse(data)
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

func TestEveryKeyOfTheSchemaSaysWhatItIs(t *testing.T) {
	if n := strings.Count(string(config.Schema()), `"description": ""`); n > 0 {
		t.Errorf("%d keys have no description", n)
	}
}
