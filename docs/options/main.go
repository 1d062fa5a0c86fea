// Options writes docs/options.md from the doc comments of the options. It runs in
// docs, by go generate.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	var page strings.Builder
	err := write(&page, "..")
	if err == nil {
		err = os.WriteFile("options.md", []byte(page.String()), 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// write makes the page of the package in dir.
func write(w io.Writer, dir string) error {
	fmt.Fprint(w, `# Options

Generated from the code by `+"`go generate ./docs`"+`; a test holds it.

## Of a client

| option | default | effect |
| --- | --- | --- |
`)
	if err := rows(w, dir, "Option"); err != nil {
		return err
	}
	fmt.Fprint(w, "\n## Of a call\n\n| option | effect |\n| --- | --- |\n")
	return rows(w, dir, "CallOption")
}

// first are the files whose options stand first, in this order. Those of the other
// files follow by name.
var first = []string{"options.go", "network.go", "codecs.go", "resilience.go", "observer.go", "presets.go", "calloptions.go"}

// sources are the files of the package in dir.
func sources(dir string) ([]string, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	rank := func(name string) int {
		if i := slices.Index(first, filepath.Base(name)); i >= 0 {
			return i
		}
		return len(first)
	}
	slices.SortStableFunc(names, func(a, b string) int { return rank(a) - rank(b) })
	return slices.DeleteFunc(names, func(name string) bool { return strings.HasSuffix(name, "_test.go") }), nil
}

// rows writes a row for every function of the package that returns an option of the
// type.
func rows(w io.Writer, dir, option string) error {
	files, err := sources(dir)
	if err != nil {
		return err
	}
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || !returns(fn, option) {
				continue
			}
			switch effect, byDefault := split(fn.Doc.Text()); option {
			case "Option":
				fmt.Fprintf(w, "| `%s` | %s | %s |\n", signature(fn), byDefault, effect)
			default:
				fmt.Fprintf(w, "| `%s` | %s |\n", signature(fn), effect)
			}
		}
	}
	return nil
}

// returns reports whether fn is an exported function that returns the type alone.
func returns(fn *ast.FuncDecl, name string) bool {
	if fn.Recv != nil || fn.Type.Results == nil || len(fn.Type.Results.List) != 1 || !fn.Name.IsExported() {
		return false
	}
	id, ok := fn.Type.Results.List[0].Type.(*ast.Ident)
	return ok && id.Name == name
}

var link = regexp.MustCompile(`\[([\w.]+)\]`)

// split takes the first paragraph of a comment apart: what the option does, and
// what is so without it.
func split(comment string) (effect, byDefault string) {
	paragraph, _, _ := strings.Cut(comment, "\n\n")
	text := strings.Join(strings.Fields(paragraph), " ")
	text, _, _ = strings.Cut(text, ": setting value")
	effect, byDefault, _ = strings.Cut(text, " Default: ")
	if i := strings.Index(comment, "Default: "); byDefault == "" && i >= 0 {
		byDefault = strings.Join(strings.Fields(comment[i+len("Default: "):]), " ")
	}
	clean := func(s string) string {
		return strings.ReplaceAll(link.ReplaceAllString(strings.TrimSuffix(s, ":"), "`$1`"), "|", `\|`)
	}
	return clean(effect), clean(byDefault)
}

func signature(fn *ast.FuncDecl) string {
	var params []string
	for _, p := range fn.Type.Params.List {
		for _, n := range p.Names {
			name := n.Name
			if _, variadic := p.Type.(*ast.Ellipsis); variadic {
				name += "…"
			}
			params = append(params, name)
		}
	}
	return fn.Name.Name + "(" + strings.Join(params, ", ") + ")"
}
