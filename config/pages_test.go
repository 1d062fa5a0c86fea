package config_test

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"example.com/outbound/config"
)

var update = flag.Bool("update", false, "write the table of keys anew")

const keysPage = "../docs/presets-keys.md"

// The table of keys in the page is made from the structs that the file is read
// into.
func TestThePageHasEveryKeyWithItsDefault(t *testing.T) {
	table := "| key | without it | what it is |\n| --- | --- | --- |\n"
	for _, k := range config.Keys() {
		table += fmt.Sprintf("| `%s` | %s | %s |\n", k.Name, k.Default, k.Doc)
	}
	const begin, end = "<!-- keys: go test ./config -update -->\n", "<!-- end of keys -->"
	text, err := os.ReadFile(keysPage)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), begin)
	old, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the keys", keysPage)
	}
	if *update {
		if err := os.WriteFile(keysPage, []byte(before+begin+table+end+after), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if old != table {
		t.Errorf("%s does not have the keys of the code: run go test -update in config", keysPage)
	}
}

var yamlBlock = regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$")

func TestEveryYAMLBlockOfThePagesIsAFileOfPresets(t *testing.T) {
	for _, name := range []string{"../docs/presets.md", keysPage, "../docs/cli.md"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		blocks := yamlBlock.FindAllStringSubmatch(string(text), -1)
		if len(blocks) == 0 {
			t.Errorf("%s has no YAML block", name)
		}
		s := schema(t)
		for _, b := range blocks {
			if _, err := config.Parse([]byte(b[1]), offered()...); err != nil {
				t.Errorf("%s: %v in\n%s", name, err, b[1])
			}
			if err := validate(t, s, []byte(b[1])); err != nil {
				t.Errorf("%s: the schema says %v of\n%s", name, err, b[1])
			}
		}
	}
}
