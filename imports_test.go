package outbound_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "example.com/outbound"

// mayImport is who may import whom, the standard library aside: a package, or a
// folder of packages ending in "/…", and what it may import in files that are no
// tests. "~" is this module. The first row that fits holds.
var mayImport = []struct {
	who  string
	whom []string
}{
	{"~/httperror", nil},
	{"~/middleware", []string{"~/httperror", "~/internal/callinfo", "~/internal/origin"}},
	{"~/middleware/layertest", []string{"~/middleware"}},
	{"~/internal/storm", []string{"~", "~/…"}}, // a program
	{"~/internal/rename", nil},                 // a program
	{"~/internal/…", []string{"~/httperror", "~/internal/…"}},
	{"~/retry", []string{"~/middleware", "~/httperror", "~/internal/…"}},
	{"~/auth", []string{"~/middleware", "~/httperror", "~/internal/…"}},
	{"~/auth/oauth", []string{"~/auth", "~/httperror", "~/internal/…", "golang.org/x/oauth2/…", "github.com/golang-jwt/jwt/v5"}},
	{"~/auth/digest", []string{"~/auth", "~/httperror", "github.com/icholy/digest"}},
	{"~/logging", []string{"~/middleware", "~/httperror", "~/internal/…", "github.com/rs/zerolog/…"}},
	{"~/chaos", []string{"~/middleware", "~/httperror", "~/internal/…"}},
	{"~", []string{"~/httperror", "~/middleware", "~/retry", "~/auth", "~/logging", "~/internal/…",
		"github.com/go-resty/resty/v2", "github.com/rs/zerolog", "golang.org/x/net/http/…"}},
	{"~/mock", []string{"~", "~/httperror", "~/middleware", "~/internal/…", "github.com/jarcoal/httpmock", "github.com/go-resty/resty/v2"}},
	{"~/docs/…", []string{"~", "~/…"}},
	{"~/examples/…", []string{"~", "~/…", "github.com/go-resty/resty/v2", "github.com/rs/zerolog"}},
}

// modules are those that the root's go.mod may require: what an importer
// compiles, what tests need, and what these need themselves. Peers, servers and
// tools live in modules of their own.
var modules = []string{
	"github.com/go-resty/resty/v2", "github.com/rs/zerolog", "github.com/jarcoal/httpmock",
	"golang.org/x/oauth2", "golang.org/x/net", "golang.org/x/sync", "github.com/icholy/digest",
	"github.com/golang-jwt/jwt/v5", "github.com/google/go-cmp",
	"github.com/mattn/go-colorable", "github.com/mattn/go-isatty", "golang.org/x/sys", "golang.org/x/text",
}

func TestEveryPackageImportsOnlyWhatItsRowAllows(t *testing.T) {
	for _, f := range goFiles(t) {
		test := strings.HasSuffix(f.path, "_test.go")
		for _, imported := range f.imports {
			switch {
			case imported == "testing" || strings.HasPrefix(imported, "testing/") || imported == "net/http/httptest":
				if !test && f.pkg != "~/mock" && f.pkg != "~/middleware/layertest" && !strings.HasPrefix(f.pkg, "~/examples/") {
					t.Errorf("%s imports %q, which is for tests and for the packages made for them", f.path, imported)
				}
			case standard(imported):
			case test:
				if imported != "~" && !strings.HasPrefix(imported, "~/") && !anyModule(imported) {
					t.Errorf("%s imports %q: none of the root module's dependencies", f.path, imported)
				}
			case !f.allows(t, imported):
				t.Errorf("%s imports %q: package %s must not", f.path, imported, f.pkg)
			}
		}
	}
}

func TestTheRootModuleRequiresNoPeerNorTool(t *testing.T) {
	text, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "require "))
		if len(fields) < 2 || !strings.HasPrefix(fields[1], "v") {
			if len(fields) > 0 && fields[0] == "toolchain" {
				t.Error("go.mod has a toolchain line: it would move every importer's")
			}
			continue
		}
		if !slices.Contains(modules, fields[0]) {
			t.Errorf("go.mod requires %s: a module that is not listed here", fields[0])
		}
	}
}

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

// walkModule visits every file of this module.
func walkModule(t *testing.T, visit func(name string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			if err == nil {
				visit(name)
			}
			return err
		}
		if name == "." {
			return nil
		}
		if _, err := os.Stat(filepath.Join(name, "go.mod")); err == nil || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") || strings.HasPrefix(d.Name(), "_") {
			return filepath.SkipDir
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
