package repotest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"example.com/outbound/httperror"
	"example.com/outbound/retry"
)

// The page's table of kinds names every kind of the code, and says of each
// whether it is retried what the code does.
func TestErrorsPageNamesEveryKindAndItsRetry(t *testing.T) {
	root(t)
	page, err := os.ReadFile("docs/errors.md")
	if err != nil {
		t.Fatal(err)
	}
	retried := map[string]string{}
	_, table, _ := strings.Cut(string(page), "## The kinds")
	table, _, _ = strings.Cut(table, "\n## ")
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\| [^|]+ \\| ([^|]+) \\|").FindAllStringSubmatch(table, -1) {
		retried[row[1]] = row[2]
	}
	for _, kind := range kindsOfTheCode(t) {
		says, ok := retried[kind]
		if !ok {
			t.Errorf("docs/errors.md: the table has no row for %q", kind)
			continue
		}
		delete(retried, kind)
		if strings.HasPrefix(says, "if ") { // it depends on the cause: httperror's tests hold those
			continue
		}
		a := retry.Attempt{Number: 1, Kind: httperror.Kind(kind), Err: httperror.Kind(kind)}
		if k := httperror.Kind(kind); k == httperror.ClientStatus || k == httperror.ServerStatus || k == httperror.RateLimited {
			code := map[httperror.Kind]int{httperror.ClientStatus: 404, httperror.ServerStatus: 503, httperror.RateLimited: 429}[k]
			a.Err, a.Response = nil, &http.Response{StatusCode: code, Header: http.Header{}}
		}
		if got, want := retry.Transient(a), strings.HasPrefix(says, "yes"); got != want {
			t.Errorf("docs/errors.md says of %q: %s; retry.Transient says %v", kind, says, got)
		}
	}
	for kind := range retried {
		t.Errorf("docs/errors.md: %q is no kind", kind)
	}
}

// kindsOfTheCode reads the constants of type Kind.
func kindsOfTheCode(t *testing.T) (kinds []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "httperror/kind.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok || len(v.Values) != 1 {
			return true
		}
		if id, ok := v.Type.(*ast.Ident); ok && id.Name == "Kind" {
			kinds = append(kinds, strings.Trim(v.Values[0].(*ast.BasicLit).Value, `"`))
		}
		return true
	})
	if len(kinds) < 20 {
		t.Fatalf("found %d kinds only: %v", len(kinds), kinds)
	}
	return kinds
}
