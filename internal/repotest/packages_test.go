package repotest

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// publicPackages are the folders of packages that importers may use, those of nested
// modules too.
func publicPackages(t *testing.T) (dirs []string) {
	t.Helper()
	private := regexp.MustCompile(`(^|/)(internal|integration|examples|docs|benchmarks|tools|cmd)(/|$)`)
	walkAll(t, func(name string) {
		dir := filepath.ToSlash(filepath.Dir(name))
		if filepath.Ext(name) == ".go" && !private.MatchString(dir) {
			dirs = append(dirs, dir)
		}
	})
	slices.Sort(dirs)
	return slices.Compact(dirs)
}

// documented is the documentation of the package in dir, as go doc shows it.
func documented(t *testing.T, dir string) *doc.Package {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		f, err := parser.ParseFile(set, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	p, err := doc.NewFromFiles(set, files, module+"/"+dir)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestEveryPublicPackageHasAnOverviewAndAnExampleThatRuns(t *testing.T) {
	link := regexp.MustCompile(`\[\*?([A-Z]\w*)(?:\.([A-Z]\w*))?\]`)
	indented := regexp.MustCompile(`(?m)^\t.*$`) // code
	dirs := publicPackages(t)
	if len(dirs) < 20 {
		t.Fatalf("got %v, want all packages", dirs)
	}
	for _, dir := range dirs {
		p := documented(t, dir)
		if len(p.Doc) < 200 {
			t.Errorf("%s: the package comment has %d characters: it says what the package is for, and how it is used", dir, len(p.Doc))
		}
		own := symbols(p)
		var linked int
		for _, m := range link.FindAllStringSubmatch(indented.ReplaceAllString(p.Doc, ""), -1) {
			name := strings.TrimSuffix(m[1]+"."+m[2], ".")
			if !own[name] {
				t.Errorf("%s: the package comment links to %s, which the package does not have", dir, m[0])
			}
			linked++
		}
		if linked == 0 && len(own) > 3 {
			t.Errorf("%s: the package comment links to none of its %d symbols: it names those to read first", dir, len(own))
		}
		if !anyRuns(p) {
			t.Errorf("%s: it has no Example with an output", dir)
		}
	}
}

// symbols are the exported names of p, methods and fields with that of their type.
func symbols(p *doc.Package) map[string]bool {
	all := map[string]bool{}
	add := func(names []string) {
		for _, n := range names {
			all[n] = true
		}
	}
	values := func(list []*doc.Value) {
		for _, v := range list {
			add(v.Names)
		}
	}
	values(p.Consts)
	values(p.Vars)
	for _, f := range p.Funcs {
		all[f.Name] = true
	}
	for _, t := range p.Types {
		all[t.Name] = true
		values(t.Consts)
		values(t.Vars)
		for _, f := range t.Funcs {
			all[f.Name] = true
		}
		for _, m := range t.Methods {
			all[t.Name+"."+m.Name] = true
		}
		ast.Inspect(t.Decl, func(n ast.Node) bool {
			if f, ok := n.(*ast.Field); ok {
				for _, name := range f.Names {
					all[t.Name+"."+name.Name] = true
				}
			}
			return true
		})
	}
	return all
}

// anyRuns reports whether the package, or one of its symbols, has an Example that is
// compared with its output.
func anyRuns(p *doc.Package) bool {
	runs := func(list []*doc.Example) bool {
		for _, e := range list {
			if e.Output != "" || e.EmptyOutput {
				return true
			}
		}
		return false
	}
	if runs(p.Examples) {
		return true
	}
	for _, f := range p.Funcs {
		if runs(f.Examples) {
			return true
		}
	}
	for _, t := range p.Types {
		if runs(t.Examples) {
			return true
		}
		for _, f := range append(t.Funcs, t.Methods...) {
			if runs(f.Examples) {
				return true
			}
		}
	}
	return false
}

func TestAPackageCommentIsWrittenOnce(t *testing.T) {
	for _, dir := range publicPackages(t) {
		names, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		var with []string
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(name, "_test.go") && regexp.MustCompile(`(?m)^// Package \w+ `).Match(text) {
				with = append(with, name)
			}
		}
		if len(with) != 1 {
			t.Errorf("%s: got package comments in %v, want one", dir, with)
		}
	}
}
