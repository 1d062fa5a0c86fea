package repotest

import (
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every text that the pages about errors show is one that the code prints: it
// stands in the output of examples/failures or of an Example.
func TestEveryTextOfTheErrorPagesIsPrintedByTheCode(t *testing.T) {
	root(t)
	printed := printedTexts(t)
	names, err := filepath.Glob("docs/errors*.md")
	if err != nil || len(names) < 3 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		for _, b := range readPage(t, name).blocks {
			if b.language != "text" {
				continue
			}
			for i, line := range b.lines {
				if strings.TrimSpace(line) != "" && !strings.Contains(printed, line) {
					t.Errorf("%s:%d: nothing prints %q", name, b.line+i, line)
				}
			}
		}
	}
}

// The pages have a part with a text for every kind and every reason, and for
// nothing else.
func TestTheErrorPagesHaveAPartPerKindAndReason(t *testing.T) {
	root(t)
	for name, want := range map[string][]string{"docs/errors-kinds.md": kindsOfTheCode(t), "docs/errors-reasons.md": reasonsOfTheCode(t)} {
		p := readPage(t, name)
		parts := map[string]bool{}
		for _, part := range regexp.MustCompile("(?m)^## `([a-z_]+)`\n\n```text\n.+\n").FindAllStringSubmatch(strings.Join(p.lines, "\n"), -1) {
			parts[part[1]] = true
		}
		for _, w := range want {
			if !parts[w] {
				t.Errorf("%s: no part with a text for %q", name, w)
			}
			delete(parts, w)
		}
		for part := range parts {
			t.Errorf("%s: the code has no %q", name, part)
		}
		if n := len(p.lines); n > 251 {
			t.Errorf("%s: got %d lines, want at most 250", name, n)
		}
	}
}

func readPage(t *testing.T, name string) page {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return parsePage(name, string(text))
}

// printedTexts is what examples/failures and the Examples of the root print.
func printedTexts(t *testing.T) string {
	t.Helper()
	golden, err := os.ReadFile("examples/failures/testdata/output.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := string(golden)
	files, err := filepath.Glob("example_*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range doc.Examples(f) {
			all += e.Output
		}
	}
	return all
}

// reasonsOfTheCode reads the constants of type Reason of package retry.
func reasonsOfTheCode(t *testing.T) (reasons []string) {
	t.Helper()
	text, err := os.ReadFile("retry/reason.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`Reason = "([a-z_]+)"`).FindAllStringSubmatch(string(text), -1) {
		reasons = append(reasons, m[1])
	}
	if len(reasons) < 12 {
		t.Fatalf("got %d reasons only: %v", len(reasons), reasons)
	}
	return reasons
}
