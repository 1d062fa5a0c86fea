package repotest

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// maxPageLines is how long a page of docs may be: longer ones are not read. Tables
// of measurements between marks "generated" are looked up, and do not count.
const maxPageLines = 250

func generated(lines []string) (n int) {
	inside := false
	for _, l := range lines {
		switch {
		case strings.HasPrefix(l, "<!-- generated") && strings.Contains(l, "begin"):
			inside = true
		case strings.HasPrefix(l, "<!-- generated"):
			inside = false
		case inside:
			n++
		}
	}
	return n
}

func TestAPageOfDocsHasGrownTooLong(t *testing.T) {
	root(t)
	for _, p := range docsPages(t) {
		if n := len(p.lines) - 1 - generated(p.lines); n > maxPageLines {
			t.Errorf("%s: got %d lines, want at most %d: split the page, or shorten it", p.name, n, maxPageLines)
		}
	}
}

// A page begins with its title and a paragraph that says what the page is about.
func TestAPageOfDocsDoesNotBeginWithASummary(t *testing.T) {
	root(t)
	for _, p := range docsPages(t) {
		if !strings.HasPrefix(p.lines[0], "# ") || len(p.lines) < 4 || p.lines[1] != "" {
			t.Errorf("%s does not begin with a title and an empty line", p.name)
			continue
		}
		n := slices.Index(p.lines[2:], "")
		first := p.lines[2]
		noText := slices.ContainsFunc([]string{"#", "|", "- ", "```", "![", "<"}, func(mark string) bool { return strings.HasPrefix(first, mark) })
		if n < 1 || n > 8 || noText || len(strings.Join(p.lines[2:2+n], " ")) < 80 {
			t.Errorf("%s does not begin with a summary of at least 80 characters and at most 8 lines: %q", p.name, first)
		}
	}
}

// Every Markdown page can be reached from the README by at most two links.
func TestAPageIsMoreThanTwoLinksFromTheReadme(t *testing.T) {
	root(t)
	all := pages(t)
	reached := map[string]int{"README.md": 0}
	for step := range 2 {
		for _, p := range all {
			if d, ok := reached[p.name]; !ok || d != step {
				continue
			}
			for _, target := range p.links() {
				file, _, _ := strings.Cut(target, "#")
				name := path.Join(path.Dir(p.name), file)
				if _, ok := reached[name]; !ok && file != "" && !strings.Contains(target, "://") {
					reached[name] = step + 1
				}
			}
		}
	}
	for _, p := range all {
		if _, ok := reached[p.name]; !ok {
			t.Errorf("%s: no way of two links leads from the README to this page", p.name)
		}
	}
}

// Every program of examples and every file of Examples is linked from a page, so
// that its readers find it.
func TestAnExampleIsLinkedFromNoPage(t *testing.T) {
	root(t)
	var linked []string
	for _, p := range append(docsPages(t), readPage(t, "README.md")) {
		for _, target := range p.links() {
			linked = append(linked, path.Join(path.Dir(p.name), target))
		}
	}
	isLinked := func(name string) bool {
		return slices.ContainsFunc(linked, func(l string) bool {
			return l == name || l == path.Dir(name) || strings.HasPrefix(l, name+"/")
		})
	}
	programs, err := os.ReadDir("examples")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range programs {
		if p.IsDir() && !isLinked("examples/"+p.Name()) {
			t.Errorf("no page links examples/%s", p.Name())
		}
	}
	walkAll(t, func(name string) {
		base := path.Base(name)
		if strings.HasPrefix(base, "example_") && strings.HasSuffix(base, "_test.go") && !isLinked(name) {
			t.Errorf("no page links %s", name)
		}
	})
}

// docsPages are the pages of docs.
func docsPages(t *testing.T) (all []page) {
	t.Helper()
	names, err := filepath.Glob("docs/*.md")
	if err != nil || len(names) < 20 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		all = append(all, readPage(t, filepath.ToSlash(name)))
	}
	return all
}
