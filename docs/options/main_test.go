package main

import (
	"os"
	"strings"
	"testing"
)

func TestThePageIsThatOfTheCode(t *testing.T) {
	var got strings.Builder
	if err := write(&got, "../.."); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../options.md")
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Error("docs/options.md is not what the code says: go generate ./docs")
	}
	for _, option := range []string{"WithBaseURL", "WithResty", "Standard()", "PathParam", "WithGuard", "Progress", "Spill"} {
		if !strings.Contains(got.String(), option) {
			t.Errorf("the page has no %s", option)
		}
	}
}
