package repotest

import (
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// Every block says its language, and its brackets balance.
func TestABlockOfAPageIsCutOff(t *testing.T) {
	root(t)
	for _, p := range pages(t) {
		for _, b := range p.blocks {
			text := strings.Join(b.lines, "\n")
			switch b.language {
			case "":
				t.Errorf("%s:%d: the block has no language: go, text, sh, json, …", p.name, b.line)
			case "text", "plaintext", "console":
			case "go":
				if !parses(text) {
					t.Errorf("%s:%d: the block is no Go code:\n%s", p.name, b.line, text)
				}
			default:
				if open := unbalanced(text); open != "" {
					t.Errorf("%s:%d: brackets do not balance: %s", p.name, b.line, open)
				}
			}
		}
	}
}

// parses reports whether the text is a file, declarations, statements, or
// arguments and fields that end in a comma.
func parses(text string) bool {
	return slices.ContainsFunc([]string{
		text,
		"package p\n" + text,
		"package p\nfunc _() {\n" + text + "\n}",
		"package p\nvar _ = f(\n" + text + "\n)",
		"package p\nvar _ = t{\n" + text + "\n}",
	}, func(file string) bool {
		_, err := parser.ParseFile(token.NewFileSet(), "", file, parser.SkipObjectResolution)
		return err == nil
	})
}

// unbalanced returns the bracket that has no partner, "" if each has one. Quoted
// text and comments from # on are left out.
func unbalanced(text string) string {
	var open []byte
	for line := range strings.Lines(text) {
		var quote byte
		for i := 0; i < len(line); i++ {
			c := line[i]
			switch {
			case quote != 0 && c == '\\':
				i++
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '"' || c == '\'' && !(i > 0 && isLetter(line[i-1])) || c == '`':
				quote = c
			case c == '#' && (i == 0 || line[i-1] == ' '):
				i = len(line)
			case strings.IndexByte("([{", c) >= 0:
				open = append(open, c)
			case strings.IndexByte(")]}", c) >= 0:
				if len(open) == 0 || open[len(open)-1] != "([{"[strings.IndexByte(")]}", c)] {
					return string(c)
				}
				open = open[:len(open)-1]
			}
		}
	}
	return string(open)
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

func TestBracketsAreCounted(t *testing.T) {
	root(t)
	for text, want := range map[string]string{
		"f(a[1], {b})": "", "f(a": "(", "a)": ")", "f(a]": "]",
		`f("(")`: "", "it's (one)": "", "x # (": "", "f(\n)": "", `"\"("`: "",
	} {
		if got := unbalanced(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
