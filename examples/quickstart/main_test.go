package main

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTheQuickstartFitsATerminal(t *testing.T) {
	var out, logs bytes.Buffer
	if err := run(t.Context(), &out, &logs); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String() + logs.String()) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
			t.Errorf("a line has %d columns: %s", n, line)
		}
	}
	for _, want := range []string{"The call returned {ID:42 Name:Ada}", "errors.Is(err, httperror.Status(404)): true", "No such user", "\n  Next step   correct the URL"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
	if got := strings.Count(logs.String(), "\n"); got != 5 {
		t.Errorf("got %d log lines, want 3 retries and 2 calls:\n%s", got, logs.String())
	}
	if strings.Contains(out.String()+logs.String(), "s3cr3t") {
		t.Errorf("the secret is shown:\n%s%s", out.String(), logs.String())
	}
}
