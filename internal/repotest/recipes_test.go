package repotest

import (
	"path/filepath"
	"strings"
	"testing"
)

// Every recipe has a block of Go code, which TestEveryGoBlockOfThePagesIsTested
// holds, and is in the list at the top of the cookbook.
func TestARecipeHasNoCodeOrIsNotListed(t *testing.T) {
	root(t)
	cookbook := read(t, "docs/cookbook.md")
	names, err := filepath.Glob("docs/cookbook*.md")
	if err != nil {
		t.Fatal(err)
	}
	recipes := 0
	for _, name := range names {
		page := filepath.Base(name)
		if page == "cookbook.md" {
			page = "" // its links are to its own headings
		}
		for part := range strings.SplitSeq(read(t, name), "\n## ") {
			heading, text, _ := strings.Cut(part, "\n")
			if strings.HasPrefix(heading, "# ") {
				continue
			}
			recipes++
			if !strings.Contains(text, "```go\n") {
				t.Errorf("%s: the recipe %q has no Go code", name, heading)
			}
			if !strings.Contains(cookbook, "]("+page+"#"+slug(heading)+")") {
				t.Errorf("docs/cookbook.md does not list %q of %s", heading, name)
			}
		}
	}
	if recipes < 24 {
		t.Errorf("got %d recipes, want at least 24", recipes)
	}
}

// Every migration page shows the same tasks in two columns, outbound's on the right,
// and is listed in docs/migration.md.
func TestAMigrationPageHasNoColumnsOrIsNotListed(t *testing.T) {
	root(t)
	list := read(t, "docs/migration.md")
	names, err := filepath.Glob("docs/migrate-*.md")
	if err != nil || len(names) < 8 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		if !strings.Contains(list, "]("+filepath.Base(name)+")") {
			t.Errorf("docs/migration.md does not list %s", name)
		}
		if name == filepath.FromSlash("docs/migrate-httpmock.md") {
			continue // a table of names: both sides are one line
		}
		text := read(t, name)
		columns := strings.Count(text, "</th><th>outbound</th></tr>")
		if columns < 2 || columns != strings.Count(text, "\n</td><td>\n") {
			t.Errorf("%s: got %d tasks in two columns, want at least 2", name, columns)
		}
	}
}
