package repotest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every Go block of a page is code that runs: it stands, line by line, in a test
// or an example program somewhere in the repository, nested modules included.
func TestEveryGoBlockOfThePagesIsTested(t *testing.T) {
	root(t)
	code := testedCode(t)
	for _, page := range pages(t) {
		if page.name != "README.md" && !strings.HasPrefix(page.name, "docs/") {
			continue
		}
		for _, b := range page.blocks {
			if b.language != "go" {
				continue
			}
			want := flush(b.lines)
			if !slices.ContainsFunc(code, func(file string) bool { return strings.Contains(file, want) }) {
				t.Errorf("%s:%d: this block stands in no Example:\n\n%s\n", page.name, b.line, strings.Join(b.lines, "\n"))
			}
		}
	}
}

func TestEveryLinkOfThePagesLeadsSomewhere(t *testing.T) {
	root(t)
	all := pages(t)
	for _, page := range all {
		for _, target := range page.links() {
			if what := deadEnd(all, page, target); what != "" {
				t.Errorf("%s: the link to %s: %s", page.name, target, what)
			}
		}
	}
}

var machinePath = regexp.MustCompile(`(?:^|[\s"'=(\x60])(?:/(?:home|root|tmp|work|mnt|Users|workspace)/[\w.-]|[A-Z]:\\)`)

func TestNoPageNamesAPathOfSomebodysMachine(t *testing.T) {
	root(t)
	for _, page := range pages(t) {
		for i, line := range page.lines {
			if machinePath.MatchString(line) {
				t.Errorf("%s:%d: %s", page.name, i+1, strings.TrimSpace(line))
			}
		}
	}
}

// deadEnd says why a link leads nowhere, "" if it leads somewhere. Addresses of
// other hosts are not asked.
func deadEnd(all []page, from page, target string) string {
	if strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
		return ""
	}
	file, anchor, hasAnchor := strings.Cut(target, "#")
	name := from.name
	if file != "" {
		name = filepath.ToSlash(filepath.Join(filepath.Dir(from.name), file))
		if _, err := os.Stat(name); err != nil || strings.HasPrefix(name, "../") {
			return "there is no such file"
		}
	}
	if !hasAnchor {
		return ""
	}
	i := slices.IndexFunc(all, func(p page) bool { return p.name == name })
	if i >= 0 && !slices.Contains(all[i].anchors(), anchor) {
		return "the page has no such heading; it has " + strings.Join(all[i].anchors(), ", ")
	}
	return ""
}

// testedCode is the text of every test and example program, flush left.
func testedCode(t *testing.T) (files []string) {
	t.Helper()
	walkAll(t, func(name string) {
		if strings.HasSuffix(name, "_test.go") || strings.Contains("/"+name, "/examples/") && strings.HasSuffix(name, ".go") {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, flush(strings.Split(string(text), "\n")))
		}
	})
	return files
}

// flush is the lines without their indentation, each ended.
func flush(lines []string) string {
	var b strings.Builder
	b.WriteByte('\n')
	for _, l := range lines {
		b.WriteString(strings.TrimSpace(l))
		b.WriteByte('\n')
	}
	return b.String()
}
