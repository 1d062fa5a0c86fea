package repotest

import (
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// goFile is a file of this module, its package and its imports, this module's
// path written as "~".
type goFile struct {
	path, pkg string
	imports   []string
}

func (f goFile) allows(t *testing.T, imported string) bool {
	t.Helper()
	for _, row := range mayImport {
		if fits(row.who, f.pkg) {
			return slices.ContainsFunc(row.whom, func(p string) bool { return fits(p, imported) })
		}
	}
	t.Errorf("%s: package %s has no row in the table", f.path, f.pkg)
	return true
}

// fits reports whether a pattern is the path, or ends in "/…" and stands above.
func fits(pattern, path string) bool {
	above, folder := strings.CutSuffix(pattern, "/…")
	return path == pattern || folder && (strings.HasPrefix(path, above+"/") || path == above && above != "~")
}

func standard(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return imported != "~" && !strings.HasPrefix(imported, "~/") && !strings.Contains(first, ".")
}

func anyModule(imported string) bool {
	return slices.ContainsFunc(modules, func(m string) bool { return imported == m || strings.HasPrefix(imported, m+"/") })
}

// goFiles are the files of this module, without those of the nested ones.
func goFiles(t *testing.T) (files []goFile) {
	t.Helper()
	walkModule(t, func(name string) {
		if filepath.Ext(name) != ".go" {
			return
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		f := goFile{path: name, pkg: path.Join("~", filepath.ToSlash(filepath.Dir(name)))}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if rest, ok := strings.CutPrefix(imported, module); ok && (rest == "" || rest[0] == '/') {
				imported = "~" + rest
			}
			f.imports = append(f.imports, imported)
		}
		files = append(files, f)
	})
	return files
}
