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
	"regexp"
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
	for _, file := range []string{"options.go", "codecs.go", "resilience.go", "observer.go", "secretnames.go", "presets.go", "calloptions.go"} {
		if file == "calloptions.go" {
			fmt.Fprint(w, "\n## Of a call\n\n| option | effect |\n| --- | --- |\n")
		}
		if err := rows(w, dir+"/"+file, file != "calloptions.go"); err != nil {
			return err
		}
	}
	return nil
}

// rows writes a row for every function that returns an option.
func rows(w io.Writer, file string, defaults bool) error {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
	if err != nil {
		return err
	}
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Recv != nil || fn.Type.Results == nil || len(fn.Type.Results.List) != 1 || !fn.Name.IsExported() {
			continue
		}
		id, ok := fn.Type.Results.List[0].Type.(*ast.Ident)
		if !ok || id.Name != "Option" && id.Name != "CallOption" {
			continue
		}
		effect, byDefault := split(fn.Doc.Text())
		if defaults {
			fmt.Fprintf(w, "| `%s` | %s | %s |\n", signature(fn), byDefault, effect)
		} else {
			fmt.Fprintf(w, "| `%s` | %s |\n", signature(fn), effect)
		}
	}
	return nil
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
