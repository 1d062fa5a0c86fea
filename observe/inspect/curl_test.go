//go:build unix

package inspect_test

import (
	"html"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/mock"
	"example.com/outbound/observe/inspect"
)

var command = regexp.MustCompile(`(?s)<pre class="command" id="command">(.*?)</pre>`)

func TestTheCommandSendsTheRequestAgain(t *testing.T) {
	const run = `$(touch${IFS}pwned);'"` + "`touch${IFS}pwned`"
	i := inspect.New()
	c, m := watched(t, i, outbound.WithHeader("X-Api-Key", "s3cr3t"))
	m.On("POST", "/", mock.Text(200, "x"))
	_, _ = outbound.Post[any](t.Context(), c, "/?q=1", "body", outbound.Header("User-Agent", run), outbound.Header("Content-Type", "text/plain"))
	found := command.FindStringSubmatch(page(t, i, "/calls/1"))
	if found == nil {
		t.Fatal("there is no command")
	}
	cmd := exec.Command("sh", "-c", `X_API_KEY=k; curl() { printf '%s\n' "$@"; }; `+html.UnescapeString(found[1]))
	cmd.Dir = t.TempDir()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	got := strings.Split(strings.TrimSpace(string(out)), "\n")
	for _, want := range []string{"-g", "POST", "http://api.test/?q=xxxxx", "User-Agent: " + run, "X-Api-Key: k", "Content-Type: text/plain", "--data-binary", "@body"} {
		if !slices.Contains(got, want) {
			t.Errorf("got no %q in %q", want, got)
		}
	}
}
