package main

import (
	"os"
	"strings"
	"testing"
)

func TestThePageIsNotThatOfTheCode(t *testing.T) {
	got, err := os.ReadFile("../options.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != page(t) {
		t.Error("docs/options.md is not what the code says: go generate ./docs")
	}
}

// The page has the options of every file of the package, and each preset with its
// values.
func TestThePageMissesAnOption(t *testing.T) {
	got := page(t)
	for _, option := range []string{
		"`WithBaseURL(rawURL)`", "`WithResty(f)`", "`WithGuard(allow…)`", "`WithMaxConnAge(d)`", "`WithDeadlineHeader(name)`",
		"`PathParam(name, value)`", "`Method(verb, body)`", "`Resume()`", "`Spill(dir, max)`", "`Progress(f)`", "`Stream()`", "`Retry(p)`",
		"### Standard()", "### Resilient()", "### InternalNetwork()", "### Untrusted()",
		"| call timeout | 60 s | `WithTimeout(DefaultTimeout)` |", "| attempts | 2 |", "`DefaultTimeout` (60 * time.Second)",
	} {
		if !strings.Contains(got, option) {
			t.Errorf("the page has no %s", option)
		}
	}
}

func page(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	if err := write(&b, "../.."); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
