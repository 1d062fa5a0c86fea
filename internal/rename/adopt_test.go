//go:build adopt

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestAHouseAdoptsTheRepository copies the working tree, renames it, and builds
// and tests the copy: everything that compiles, the tests of the packages that
// know the path or hold the client together. It takes a minute, so it is behind
// a tag:
//
//	go test -tags adopt ./internal/rename
func TestAHouseAdoptsTheRepository(t *testing.T) {
	const house = "git.house.example/platform/outbound"
	from, dir := filepath.Join("..", ".."), t.TempDir()
	names, err := files(t.Context(), from)
	if err != nil {
		t.Fatal(err)
	}
	was, err := modulePath(from)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		copyFile(t, filepath.Join(from, name), filepath.Join(dir, name))
	}
	run(t, dir, "git", "init", "-q")
	run(t, dir, "go", "run", "./internal/rename", house)

	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), was) {
			t.Errorf("%s has the old path still", name)
		}
	}
	if out := run(t, dir, "gofmt", "-l", "."); out != "" {
		t.Errorf("not formatted:\n%s", out)
	}
	run(t, dir, "go", "build", "./...")
	run(t, dir, "go", "test", "./internal/rename", "./middleware", "./httperror", "./retry")
	run(t, filepath.Join(dir, "config"), "go", "test", "./...")
	run(t, filepath.Join(dir, "cmd", "outbound"), "go", "vet", "./...")
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	info, err := os.Stat(from)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, text, info.Mode().Perm()); err != nil {
		t.Fatal(err)
	}
}

// run is a command that must succeed, and what it printed.
func run(t *testing.T, dir string, args ...string) string {
	t.Helper()
	c := exec.Command(args[0], args[1:]...)
	c.Dir = dir
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}
