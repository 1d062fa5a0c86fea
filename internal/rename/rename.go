package main

import (
	"bytes"
	"context"
	"fmt"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// rename gives the module in dir and those nested in it the path to. It returns
// the files that it changed. Every file is made ready before the first is
// written.
func rename(ctx context.Context, dir, to string) (changed []string, err error) {
	from, err := modulePath(dir)
	if err != nil {
		return nil, err
	}
	if err := checkPath(to); err != nil {
		return nil, err
	}
	names, err := files(ctx, dir)
	if err != nil {
		return nil, err
	}
	texts := map[string][]byte{}
	for _, name := range names {
		old, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		text, err := renamed(name, old, from, to)
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(old, text) {
			texts[name], changed = text, append(changed, name)
		}
	}
	for _, name := range changed {
		if err := overwrite(filepath.Join(dir, name), texts[name]); err != nil {
			return nil, err
		}
	}
	return changed, nil
}

// modulePath is that of the go.mod in dir.
func modulePath(dir string) (string, error) {
	data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return "", fmt.Errorf("%w: run it in the root of the repository", err)
	}
	for line := range strings.Lines(string(data)) {
		if path, ok := strings.CutPrefix(strings.TrimSpace(line), "module "); ok {
			return strings.Trim(strings.TrimSpace(path), `"`), nil
		}
	}
	return "", fmt.Errorf("%s has no module line", filepath.Join(dir, "go.mod"))
}

var (
	goodPath = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*\.[a-z0-9-]+(/[A-Za-z0-9_][A-Za-z0-9._~-]*)+$`)
	major    = regexp.MustCompile(`/v[0-9]+$`)
)

// checkPath takes paths that go get can fetch. One that ends in a major version
// is refused: the versions in the nested modules would have to follow.
func checkPath(path string) error {
	switch {
	case !goodPath.MatchString(path):
		return fmt.Errorf("%q is no module path: it is a host with a dot and a path, as in git.house.example/platform/outbound", path)
	case major.MatchString(path):
		return fmt.Errorf("%q ends in a major version: leave it out", path)
	}
	return nil
}

// files are those that git knows, or would add, and that are there.
func files(ctx context.Context, dir string) (names []string, err error) {
	c := exec.CommandContext(ctx, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	c.Dir = dir
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("git ls-files: %w", err)
	}
	for name := range strings.SplitSeq(strings.TrimRight(string(out), "\x00"), "\x00") {
		if info, err := os.Lstat(filepath.Join(dir, name)); err == nil && info.Mode().IsRegular() {
			names = append(names, name)
		}
	}
	return names, nil
}

// renamed is text with the module path from, where it is a whole one or the
// beginning of a package's, replaced by to. Go files are formatted again: the
// order of their imports depends on the path.
func renamed(name string, text []byte, from, to string) ([]byte, error) {
	if bytes.IndexByte(text, 0) >= 0 || !bytes.Contains(text, []byte(from)) { // a picture, or nothing to do
		return text, nil
	}
	path := regexp.MustCompile(`(^|[^A-Za-z0-9_.~-])` + regexp.QuoteMeta(from) + `($|[^A-Za-z0-9_~-])`)
	for before := []byte(nil); !bytes.Equal(before, text); { // two paths may share the sign between them
		before = text
		text = path.ReplaceAll(text, []byte("${1}"+to+"${2}"))
	}
	if filepath.Ext(name) != ".go" {
		return text, nil
	}
	formatted, err := format.Source(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return formatted, nil
}

// overwrite keeps the mode of the file.
func overwrite(name string, text []byte) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	return os.WriteFile(name, text, info.Mode().Perm())
}
