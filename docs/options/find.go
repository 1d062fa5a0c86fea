package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
)

// option is an exported function of the package that returns an option.
type option struct {
	name, signature string
	result          string // Option or CallOption
	comment         string
}

// first are the files whose options come first, in the order of reading.
var first = []string{"options.go", "network.go", "codecs.go", "resilience.go", "observer.go", "presets.go", "calloptions.go"}

// options are those of the package in dir, in the order of the files and then of
// the code. constants are the values
// of its constants of defaults.
func options(dir string) (found []option, constants map[string]string, err error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, err
	}
	constants = map[string]string{}
	var names []string
	for _, f := range files {
		if n := f.Name(); strings.HasSuffix(n, ".go") && !strings.HasSuffix(n, "_test.go") && !slices.Contains(first, n) {
			names = append(names, n)
		}
	}
	for _, name := range slices.Concat(first, names) {
		text, err := os.ReadFile(dir + "/" + name)
		if err != nil {
			return nil, nil, err
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, name, text, parser.ParseComments)
		if err != nil {
			return nil, nil, err
		}
		for _, d := range f.Decls {
			addConstants(constants, d, func(n ast.Node) string {
				return string(text[fset.Position(n.Pos()).Offset:fset.Position(n.End()).Offset])
			})
			if o, ok := optionOf(d); ok {
				found = append(found, o)
			}
		}
	}
	return found, constants, nil
}

// addConstants adds the constants of defaults in the declaration with the text of
// their values.
func addConstants(constants map[string]string, d ast.Decl, text func(ast.Node) string) {
	gen, ok := d.(*ast.GenDecl)
	if !ok || gen.Tok != token.CONST {
		return
	}
	for _, s := range gen.Specs {
		v := s.(*ast.ValueSpec)
		for i, value := range v.Values {
			if strings.HasPrefix(v.Names[i].Name, "Default") {
				constants[v.Names[i].Name] = text(value)
			}
		}
	}
}

func optionOf(d ast.Decl) (o option, ok bool) {
	fn, ok := d.(*ast.FuncDecl)
	if !ok || fn.Recv != nil || fn.Type.Results == nil || len(fn.Type.Results.List) != 1 || !fn.Name.IsExported() {
		return o, false
	}
	id, ok := fn.Type.Results.List[0].Type.(*ast.Ident)
	if !ok || id.Name != "Option" && id.Name != "CallOption" {
		return o, false
	}
	return option{fn.Name.Name, signature(fn), id.Name, fn.Doc.Text()}, true
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
