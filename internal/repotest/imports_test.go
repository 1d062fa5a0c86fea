package repotest

import (
	"os"
	"slices"
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
	{"~/httperror", []string{"~/internal/printable"}},
	{"~/middleware", []string{"~/httperror", "~/internal/call", "~/internal/origin"}},
	{"~/middleware/breaker", []string{"~/httperror", "~/observe", "~/retry", "~/internal/keyed", "~/internal/retryafter"}},
	{"~/middleware/limit", []string{"~/httperror", "~/observe", "~/internal/keyed", "~/internal/retryafter", "github.com/dunglas/httpsfv"}},
	{"~/middleware/layertest", []string{"~/middleware"}},
	{"~/internal/doortest", []string{"~", "~/…", "github.com/go-resty/resty/v2", "github.com/rs/zerolog"}}, // the kit of tests
	{"~/internal/storm", []string{"~", "~/…"}},                                                             // a program
	{"~/internal/rename", nil}, // a program
	{"~/internal/codec", []string{"~/httperror", "~/internal/redact", "golang.org/x/text/…"}},
	{"~/internal/origin", []string{"golang.org/x/net/idna"}}, // the form in which net/http sends a name
	{"~/internal/admit", []string{"~/httperror", "~/middleware", "~/middleware/breaker", "~/middleware/limit", "~/observe", "~/retry", "~/internal/…"}},
	{"~/internal/transport", []string{"~/httperror", "~/internal/evidence", "~/internal/origin", "~/internal/redact", "code.dny.dev/ssrf", "golang.org/x/net/http/httpproxy"}},
	{"~/internal/address", []string{"~/internal/redact"}},
	{"~/internal/request", []string{"~/httperror", "~/internal/address", "~/internal/upload", "golang.org/x/net/http/httpguts"}},
	{"~/internal/layers", []string{"~/httperror", "~/middleware", "~/internal/call", "~/internal/codec"}},
	{"~/internal/callconfig", []string{"~/internal/address", "~/internal/call", "~/internal/callkey", "~/internal/codec", "~/internal/request", "~/internal/upload"}},
	{"~/internal/content", []string{"~/httperror", "~/internal/callconfig", "~/internal/codec", "~/internal/request", "~/internal/upload", "golang.org/x/net/http/httpguts"}},
	{"~/internal/clientconfig", []string{"~/auth", "~/logging", "~/middleware", "~/observe", "~/retry", "~/internal/admit", "~/internal/codec", "~/internal/redact", "~/internal/request", "~/internal/transport",
		"github.com/go-resty/resty/v2", "golang.org/x/net/http/httpguts"}}, // resty: the type of WithResty
	{"~/internal/engine", []string{"~/httperror", "~/auth", "~/logging", "~/middleware", "~/observe", "~/retry", "~/internal/…", "github.com/go-resty/resty/v2"}}, // resty: the type of R
	{"~/internal/restyadapter", []string{"~/httperror", "~/internal/…", "github.com/go-resty/resty/v2", "golang.org/x/net/http/httpguts"}},
	{"~/internal/harfile", []string{"~/observe", "~/internal/redact"}},
	{"~/internal/capture", []string{"~/middleware", "~/internal/redact"}},
	{"~/internal/…", []string{"~/httperror", "~/internal/…"}},
	{"~/retry", []string{"~/middleware", "~/httperror", "~/internal/…"}},
	{"~/auth", []string{"~/middleware", "~/httperror", "~/internal/…"}},
	{"~/auth/oauth", []string{"~/auth", "~/httperror", "~/internal/…", "golang.org/x/oauth2/…", "github.com/golang-jwt/jwt/v5"}},
	{"~/auth/signature", []string{"~/auth", "~/internal/…", "github.com/dunglas/httpsfv"}},
	{"~/auth/digest", []string{"~/auth", "~/httperror", "~/internal/…", "github.com/icholy/digest"}},
	{"~/observe", []string{"~/httperror", "~/middleware"}},
	{"~/observe/har", []string{"~", "~/middleware", "~/internal/…"}},
	{"~/observe/inspect", []string{"~", "~/httperror", "~/middleware", "~/observe", "~/internal/…"}},
	{"~/logging", []string{"~/middleware", "~/httperror", "~/observe", "~/internal/…", "github.com/rs/zerolog/…"}},
	{"~/middleware/chaos", []string{"~/middleware", "~/httperror", "~/internal/…"}},
	{"~", []string{"~/httperror", "~/middleware", "~/middleware/breaker", "~/middleware/limit", "~/observe", "~/retry", "~/auth", "~/logging", "~/internal/…",
		"github.com/go-resty/resty/v2", "github.com/rs/zerolog", "golang.org/x/net/http/…"}},
	{"~/mock", []string{"~", "~/httperror", "~/middleware", "~/internal/…", "github.com/jarcoal/httpmock", "github.com/go-resty/resty/v2", "golang.org/x/net/http/…"}},
	{"~/stream", []string{"~", "~/httperror", "~/internal/callkey", "~/internal/callconfig", "~/internal/retryafter", "~/internal/atomicfile", "~/internal/origin", "~/internal/pause"}},
	{"~/docs/…", []string{"~", "~/…"}},
	{"~/examples/…", []string{"~", "~/…", "github.com/go-resty/resty/v2", "github.com/rs/zerolog", "golang.org/x/oauth2/…"}},
}

// modules are those that the root's go.mod may require: what an importer
// compiles, what tests need, and what these need themselves. Peers, servers and
// tools live in modules of their own.
var modules = []string{
	"github.com/go-resty/resty/v2", "github.com/rs/zerolog", "github.com/jarcoal/httpmock",
	"golang.org/x/oauth2", "golang.org/x/net", "golang.org/x/sync", "github.com/icholy/digest",
	"github.com/golang-jwt/jwt/v5", "github.com/google/go-cmp", "github.com/dunglas/httpsfv", "code.dny.dev/ssrf",
	"github.com/mattn/go-colorable", "github.com/mattn/go-isatty", "golang.org/x/sys", "golang.org/x/text",
}

func TestEveryPackageImportsOnlyWhatItsRowAllows(t *testing.T) {
	root(t)
	for _, f := range goFiles(t) {
		test := strings.HasSuffix(f.path, "_test.go")
		for _, imported := range f.imports {
			switch {
			case imported == "testing" || strings.HasPrefix(imported, "testing/") || imported == "net/http/httptest":
				if !test && f.pkg != "~/mock" && f.pkg != "~/internal/testkit" && f.pkg != "~/internal/doortest" && f.pkg != "~/middleware/layertest" && !strings.HasPrefix(f.pkg, "~/examples/") {
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
	root(t)
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
