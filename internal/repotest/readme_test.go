package repotest

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The first program of the README can be pasted and run, and prints what the README
// says.
func TestTheProgramOfTheReadmePrintsSomethingElse(t *testing.T) {
	root(t)
	var program, output string
	for _, b := range readPage(t, "README.md").blocks {
		text := strings.Join(b.lines, "\n") + "\n"
		switch {
		case program == "" && strings.HasPrefix(text, "package main"):
			program = text
		case program != "" && output == "" && b.language == "text":
			output = text
		}
	}
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := exec.CommandContext(t.Context(), "go", "run", file).CombinedOutput()
	if err != nil || string(got) != output || output == "" {
		t.Errorf("got %q, %v, want %q", got, err, output)
	}
}

// Each number that the README claims is on the page that it comes from, where a test
// or a program has written it.
func TestANumberOfTheReadmeIsNotOnItsPage(t *testing.T) {
	root(t)
	readme := strings.Join(strings.Fields(read(t, "README.md")), " ")
	parity := part(t, "docs/performance*.md", "Allocations and bytes in memory")
	storm := read(t, "docs/storm.md")
	breaker := storm[strings.Index(storm, "## With a breaker"):]
	version := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(read(t, "go.mod"))[1]
	for _, claim := range []struct{ says, page, row string }{
		{"Go " + version + " or later", version, ""},
		{"sends 1.25 requests for each one needed", storm, `\| Standard\(\) \| 1\.25 \|`},
		{"no budget sends 3.73", storm, `\| bare recipe \| 3\.73 \|`},
		{"succeed again within 14 s", breaker, `\| Resilient\(\), 1 caller \|.* 14 s \|`},
		{"within 119 s without a breaker", breaker, `\| Standard\(\), 1 caller \|.* 119 s \|`},
		{"send it four times", read(t, "integration/programs/migrate/lost_test.go"), `"resty": \{[^}]+\}, 4\}`},
		{"take " + cell(t, parity, `\*\*outbound HTTP\(\)\*\*`) + " allocations per call through `HTTP()`", parity, ""},
		{"go-retryablehttp takes " + cell(t, parity, "go-retryablehttp"), parity, ""},
		{"resty " + cell(t, parity, "resty v2") + " for the same work", parity, ""},
	} {
		if !strings.Contains(readme, claim.says) {
			t.Errorf("the README does not say %q", claim.says)
		}
		if !regexp.MustCompile(claim.row).MatchString(claim.page) {
			t.Errorf("the README says %q, but the page has no %s", claim.says, claim.row)
		}
	}
}

// part is the section with the word in its heading, of one of the pages.
func part(t *testing.T, pages, word string) string {
	t.Helper()
	names, _ := filepath.Glob(pages)
	for _, name := range names {
		if _, section, ok := strings.Cut(read(t, name), "\n## "+word); ok {
			section, _, _ = strings.Cut(section, "\n## ")
			return section
		}
	}
	t.Fatalf("%s: no section %s", pages, word)
	return ""
}

// cell is the allocations in the third column of the row of the client: parity.
func cell(t *testing.T, section, client string) string {
	t.Helper()
	m := regexp.MustCompile(`(?m)^\| ` + client + ` \|[^|]*\| (\d+) / `).FindStringSubmatch(section)
	if m == nil {
		t.Fatalf("no row for %s", client)
	}
	return m[1]
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
