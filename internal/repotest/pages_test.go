package repotest

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// page is a Markdown file: its lines, its fenced blocks, and the rest.
type page struct {
	name   string
	lines  []string
	blocks []block
	prose  []string // the lines outside of blocks
}

// block is a fenced block; line is the number of its first line.
type block struct {
	language string
	line     int
	lines    []string
}

// pages are all Markdown files of the repository.
func pages(t *testing.T) (all []page) {
	t.Helper()
	walkAll(t, func(name string) {
		if strings.HasSuffix(name, ".md") {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, parsePage(name, string(text)))
		}
	})
	return all
}

func parsePage(name, text string) page {
	p := page{name: name, lines: strings.Split(text, "\n")}
	var (
		fence string // the open block's, "" outside
		open  block
	)
	for i, line := range p.lines {
		bare := strings.TrimSpace(line)
		mark := bare[:len(bare)-len(strings.TrimLeft(bare, "`"))]
		switch {
		case fence == "" && len(mark) >= 3:
			language, _, _ := strings.Cut(strings.TrimSpace(bare[len(mark):]), " ")
			fence, open = mark, block{language: language, line: i + 2}
		case fence != "" && bare == fence:
			p.blocks = append(p.blocks, open)
			fence = ""
		case fence != "":
			open.lines = append(open.lines, line)
		default:
			p.prose = append(p.prose, line)
		}
	}
	return p
}

var (
	inlineCode = regexp.MustCompile("`[^`]*`")
	inlineLink = regexp.MustCompile(`\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)`)
	namedLink  = regexp.MustCompile(`^\s*\[[^\]]+\]:\s+<?([^\s>]+)>?`)
	htmlLink   = regexp.MustCompile(`(?:href|src|srcset)="([^"]+)"`)
	heading    = regexp.MustCompile(`^#{1,6}\s+(.*?)\s*#*$`)
	htmlAnchor = regexp.MustCompile(`<\w+[^>]*\s(?:id|name)="([^"]+)"`)
	linkInText = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
)

// links are the targets of the page's links and images.
func (p page) links() (targets []string) {
	for _, line := range p.prose {
		line = inlineCode.ReplaceAllString(line, "``")
		for _, link := range []*regexp.Regexp{inlineLink, namedLink, htmlLink} {
			for _, m := range link.FindAllStringSubmatch(line, -1) {
				targets = append(targets, m[1])
			}
		}
	}
	return targets
}

func TestAPageIsReadAsCodeHostsReadIt(t *testing.T) {
	root(t)
	p := parsePage("x.md", "# One `two`, three!\n## Same\n```go\n[no](link)\n# no heading\n```\n## Same\n"+
		"[a](b.md#c) `[no](link)` ![d](<e.svg> \"f\")\n[g]: h.md\n<a id=\"i\"></a><img src=\"j.svg\">\n")
	if got, want := p.anchors(), []string{"one-two-three", "same", "same-1", "i"}; !slices.Equal(got, want) {
		t.Errorf("anchors: got %q, want %q", got, want)
	}
	if got, want := p.links(), []string{"b.md#c", "e.svg", "h.md", "j.svg"}; !slices.Equal(got, want) {
		t.Errorf("links: got %q, want %q", got, want)
	}
	if len(p.blocks) != 1 || p.blocks[0].language != "go" || p.blocks[0].line != 4 || len(p.blocks[0].lines) != 2 {
		t.Errorf("blocks: got %+v, want one in go, with two lines from line 4 on", p.blocks)
	}
}
