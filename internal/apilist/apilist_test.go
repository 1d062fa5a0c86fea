package main

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"
)

// A change of the exported API shows in a list, so that a review sees what it adds
// and what it breaks. The lists of nested modules are compared by .ci/run, which has
// what these modules require.
func TestTheListOfTheRootModuleIsTheAPIOfTheCode(t *testing.T) {
	m := module{top: "../..", dir: "."}
	lines, err := m.exported()
	if err != nil {
		t.Fatal(err)
	}
	if err := m.compare(lines); err != nil {
		t.Error(err)
	}
}

func TestEveryModuleThatImportersRequireIsReleased(t *testing.T) {
	modules, err := released("../..")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, m := range modules {
		names = append(names, m.dir)
	}
	for _, want := range []string{"config", "cmd/outbound", "mock/vcr", "observe/oteloutbound"} {
		if !slices.Contains(names, want) {
			t.Errorf("got %v, want %s among them", names, want)
		}
	}
	for _, n := range names {
		if strings.Contains(n, "integration") || strings.Contains(n, "examples") || n == "tools" || n == "benchmarks" {
			t.Errorf("%s is for work on the repository only", n)
		}
	}
	if names[0] != "." {
		t.Errorf("got %s first, want the root module", names[0])
	}
}

// exportedBy are the lines of a package with the given text.
func exportedBy(t *testing.T, text string) []string {
	t.Helper()
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, "p.go", "package p\n"+text, 0)
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := (&types.Config{Importer: importer.Default()}).Check("example.org/m/p", files, []*ast.File{f}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return sorted(api("outbound/p", pkg))
}

func TestALineIsGoneWhereImportersBreakAndOnlyThere(t *testing.T) {
	for name, tt := range map[string]struct {
		before, after string
		gone, added   string // parts of the only line, "" for none
	}{
		"a parameter gets another name":           {"func F(a int) {}", "func F(b int) {}", "", ""},
		"a parameter of a parameter":              {"func F(func(a int)) {}", "func F(func(b int)) {}", "", ""},
		"an unexported field more":                {"type T struct{ A int }", "type T struct{ A int; b int }", "", ""},
		"an exported field more":                  {"type T struct{ A int }", "type T struct{ A, B int }", "", "T struct, B int"},
		"a field less":                            {"type T struct{ A, B int }", "type T struct{ A int }", "T struct, B int", ""},
		"a struct that can no longer be compared": {"type T struct{ a int }", "type T struct{ a []int }", "T struct, comparable", ""},
		"another result":                          {"func F() int { return 0 }", "func F() int64 { return 0 }", "F() int", "F() int64"},
		"a variadic parameter more":               {"func F() {}", "func F(...int) {}", "F()", "F(...int)"},
		"another constraint":                      {"func F[T any]() {}", "func F[T comparable]() {}", "F[T any]()", "F[T comparable]()"},
		"a method of an interface more":           {"type I interface{ A() }", "type I interface{ A(); B() }", "I interface { A }", "I interface"},
		"one that others cannot implement":        {"type I interface{ A(); x() }", "type I interface{ A(); B(); x() }", "", "I interface, B()"},
		"a method on the pointer":                 {"type T int\nfunc (T) M() {}", "type T int\nfunc (*T) M() {}", "method (T) M()", "method (*T) M()"},
		"a constant's value":                      {"const C = 1", "const C = 2", "C untyped int = 1", "C untyped int = 2"},
		"a variable":                              {"", "var V = 1", "", "var V int"},
		"an alias in place of its type":           {"type T struct{}\ntype A = T\nfunc F(T) {}", "type T struct{}\ntype A = T\nfunc F(A) {}", "", ""},
		"what an unexported embedded type brings": {"type t struct{}\nfunc (t) M() {}\ntype T struct{ t }", "type t struct{}\ntype T struct{ t }", "method (T) M()", ""},
		"an unexported type of an option":         {"type c struct{}\ntype O func(*c)", "type d struct{}\ntype O func(*d)", "", ""},
		"unexported names":                        {"func f() {}\ntype t int", "", "", ""},
	} {
		c := compare(exportedBy(t, tt.before), exportedBy(t, tt.after))
		check := func(what string, got []string, want string) {
			if (want == "") != (len(got) == 0) || !strings.Contains(strings.Join(got, "\n"), want) {
				t.Errorf("%s: got %s %q, want %q", name, what, got, want)
			}
		}
		check("gone", c.gone, tt.gone)
		check("added", c.added, tt.added)
	}
}

func TestADifferenceSaysWhatBreaksAndWhatIsNew(t *testing.T) {
	got := compare([]string{"pkg p, func A()", "pkg p, func B()"}, []string{"pkg p, func B()", "pkg p, func C()"}).String()
	if want := "breaks:\n  - pkg p, func A()\nadds:\n  + pkg p, func C()\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
