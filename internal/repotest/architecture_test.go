package repotest

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The page for those who change the code names files and packages that exist, and
// every package below internal.
func TestArchitecturePageNamesWhatExists(t *testing.T) {
	root(t)
	text, err := os.ReadFile("docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "Below `internal`:")
	table, rest, _ := strings.Cut(table, "Imports go one way")
	var named []string
	for _, m := range regexp.MustCompile("`([a-z]+)`").FindAllStringSubmatch(table, -1) {
		named = append(named, m[1])
	}
	folders, err := os.ReadDir("internal")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		if f.IsDir() && !slices.Contains(named, f.Name()) {
			t.Errorf("the table has no row for internal/%s", f.Name())
		}
	}
	for _, name := range named {
		if _, err := os.Stat("internal/" + name); err != nil {
			t.Errorf("the table has internal/%s, which does not exist", name)
		}
	}
	for _, m := range regexp.MustCompile("`([a-z_]+\\.(?:go|md)|[a-z]+/[a-z_/]+(?:\\.(?:go|md))?)`").FindAllStringSubmatch(rest, -1) {
		if _, err := os.Stat(m[1]); err != nil {
			t.Errorf("the page names %s, which does not exist", m[1])
		}
	}
}
