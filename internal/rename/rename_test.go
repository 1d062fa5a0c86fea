package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

const (
	old = "old.example/team/outbound"
	now = "git.house.example/platform/client"
)

func TestAPathIsReplacedWhereItIsAWholeOne(t *testing.T) {
	tests := map[string]struct{ name, text, want string }{
		"a module line":               {"go.mod", "module " + old + "\n", "module " + now + "\n"},
		"a nested module":             {"go.mod", "module " + old + "/config\n", "module " + now + "/config\n"},
		"a replacement":               {"go.mod", "replace " + old + " => ../\n", "replace " + now + " => ../\n"},
		"an import":                   {"a.go", "package a\n\nimport _ \"" + old + "/auth\"\n", "package a\n\nimport _ \"" + now + "/auth\"\n"},
		"a link":                      {"a.md", "[docs](https://pkg.go.dev/" + old + "/retry)", "[docs](https://pkg.go.dev/" + now + "/retry)"},
		"a version":                   {"a.md", "go get " + old + "@latest", "go get " + now + "@latest"},
		"the end of a sentence":       {"a.md", "It is " + old + ".", "It is " + now + "."},
		"a path in a script":          {"a.sh", "go test '" + old + "/...'", "go test '" + now + "/...'"},
		"two with one sign between":   {"a.txt", old + " " + old, now + " " + now},
		"a longer name":               {"a.txt", old + "x " + old + "-go x" + old + " www." + old, old + "x " + old + "-go x" + old + " www." + old},
		"a file that is no text":      {"a.png", "\x00" + old, "\x00" + old},
		"the order of the imports":    {"a.go", "package a\n\nimport (\n\t_ \"k.example/k\"\n\t_ \"" + old + "\"\n)\n", "package a\n\nimport (\n\t_ \"" + now + "\"\n\t_ \"k.example/k\"\n)\n"},
		"a file without it":           {"b.go", "package  b", "package  b"},
		"the host of somebody else's": {"a.md", "https://old.example/team", "https://old.example/team"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := renamed(tt.name, []byte(tt.text), old, now)
			if err != nil || string(got) != tt.want {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

func TestPathsThatNobodyCanFetchAreRefused(t *testing.T) {
	for path, ok := range map[string]bool{
		now: true, "git.house.example/outbound": true, "house.example/a/b/c_d.e": true,
		"": false, "outbound": false, "house/outbound": false, "https://house.example/outbound": false,
		"house.example/outbound/": false, "house.example": false, "house.example/a b": false, now + "/v2": false, "House.example/x": false,
	} {
		if err := checkPath(path); (err == nil) != ok {
			t.Errorf("%q: got %v", path, err)
		}
	}
}

func TestARepositoryIsRenamedOnce(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":         "module " + old + "\n\ngo 1.26.0\n",
		"a.go":           "package a\n\nimport _ \"" + old + "/b\"\n",
		"sub/go.mod":     "module " + old + "/sub\n\nrequire " + old + " v0.0.0\n\nreplace " + old + " => ../\n",
		"run.sh":         "go run " + old + "\n",
		"ignored/x.txt":  old,
		".gitignore":     "ignored\n",
		"other/notes.md": "nothing",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(filepath.Join(dir, "run.sh"), 0o755); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("git", "-C", dir, "init", "-q").CombinedOutput(); err != nil {
		t.Fatalf("git init: %v\n%s", err, out)
	}
	changed, err := rename(t.Context(), dir, now)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(changed)
	if want := []string{"a.go", "go.mod", "run.sh", "sub/go.mod"}; !slices.Equal(changed, want) {
		t.Errorf("changed %v, want %v", changed, want)
	}
	if info, err := os.Stat(filepath.Join(dir, "run.sh")); err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("run.sh: got %v, %v, want it executable still", info.Mode(), err)
	}
	if changed, err = rename(t.Context(), dir, now); err != nil || len(changed) != 0 {
		t.Errorf("again: got %v, %v, want nothing", changed, err)
	}
}
