package repotest

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

func TestContributingNamesWhatDoesNotExist(t *testing.T) {
	root(t)
	text, err := os.ReadFile("CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	makefile, err := os.ReadFile("Makefile")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile("`((?:\\./)?[.a-z]+(?:/[\\w.-]*)+|[a-z_]+\\.(?:go|md|mod))`").FindAllStringSubmatch(string(text), -1) {
		if _, err := os.Stat(m[1]); err != nil && m[1] != "testing/synctest" {
			t.Errorf("the page names %s, which does not exist", m[1])
		}
	}
	for _, m := range regexp.MustCompile("make ([a-z]+)").FindAllStringSubmatch(string(text), -1) {
		if !strings.Contains(string(makefile), "\n"+m[1]+": ##") {
			t.Errorf("the page names make %s, which the Makefile does not have", m[1])
		}
	}
}
