package main

import (
	"os"
	"strings"
	"testing"
)

func TestThePictureIsNotThatOfTheCode(t *testing.T) {
	want, err := picture()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../chain.svg")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/chain.svg is not what the code says: go generate ./docs")
	}
}

// The table of the README and the picture of docs/chain.md have the layers of the
// code, in their order.
func TestATableOfTheLayersMissesOne(t *testing.T) {
	all, _, err := chains()
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../chain.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(page), "| layer | option |")
	for _, name := range append(all, "transport") {
		if name == perCall || name == perAttempt {
			name = "*" + name + "*"
		} else {
			name = "`" + name + "`"
		}
		_, rest, ok := strings.Cut(table, "\n| "+name+" |")
		if !ok {
			t.Errorf("docs/chain.md: no row for %s after the one before it", name)
			continue
		}
		table = rest
	}
}
