//go:build unix

package atomicfile_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestTheModeOfTheOldFileIsKept(t *testing.T) {
	for _, mode := range []fs.FileMode{0o600, 0o640, 0o644, 0o755, 0o666, 0o777} {
		dir := folder(t, map[string]string{"file": "old"})
		name := filepath.Join(dir, "file")
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
		write(t, name, "new")
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != mode {
			t.Errorf("got mode %o, %v, want %o", info.Mode().Perm(), err, mode)
		}
		wantContent(t, name, "new")
	}
}

func TestALinkStaysALink(t *testing.T) {
	tests := map[string]struct{ link, target, file string }{
		"to a file beside it":                {"link", "file", "file"},
		"to an absolute path":                {"link", "DIR/file", "file"},
		"into another directory":             {"link", "sub/file", "sub/file"},
		"to a file that does not exist":      {"link", "sub/new", "sub/new"},
		"to a link":                          {"link", "sub/link", "sub/deep/end"},
		"through a directory that is a link": {"link", "far/../new", "sub/new"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir := folder(t, map[string]string{"file": "old"})
			if err := os.MkdirAll(filepath.Join(dir, "sub", "deep"), 0o700); err != nil {
				t.Fatal(err)
			}
			links := map[string]string{tt.link: strings.ReplaceAll(tt.target, "DIR", dir), "sub/link": "deep/end", "far": "sub/deep"}
			for link, target := range links {
				if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
					t.Fatal(err)
				}
			}
			write(t, filepath.Join(dir, tt.link), "new")
			for link, want := range links {
				if got, err := os.Readlink(filepath.Join(dir, link)); got != want {
					t.Errorf("%s leads to %q, %v, want %q", link, got, err, want)
				}
			}
			wantContent(t, filepath.Join(dir, tt.file), "new")
		})
	}
}

func TestACircleOfLinksIsAnError(t *testing.T) {
	dir := t.TempDir()
	for link, target := range map[string]string{"a": "b", "b": "a"} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	if err := writeMuch(filepath.Join(dir, "a")); err == nil {
		t.Error("got nil, want an error")
	}
	wantOnly(t, dir, "a", "b")
}

func TestAllHardLinksSeeTheNewContent(t *testing.T) {
	for _, text := range []string{"", "new", "new content that is longer than the old one"} {
		dir := folder(t, map[string]string{"one": "some old content"})
		one, two := filepath.Join(dir, "one"), filepath.Join(dir, "two")
		if err := os.Link(one, two); err != nil {
			t.Fatal(err)
		}
		write(t, one, text)
		wantContent(t, one, text)
		wantContent(t, two, text)
		a, _ := os.Stat(one)
		if b, err := os.Stat(two); err != nil || !os.SameFile(a, b) {
			t.Errorf("they are two files now, %v", err)
		}
		wantOnly(t, dir, "one", "two")
	}
}

func TestAFullDiskLeavesTheOldContent(t *testing.T) {
	limit(t)
	dir := folder(t, map[string]string{"file": "old"})
	if err := writeMuch(filepath.Join(dir, "file")); err == nil {
		t.Error("got nil, want an error")
	}
	wantContent(t, filepath.Join(dir, "file"), "old")
	wantOnly(t, dir, "file")
}

func TestANamedPipeIsWrittenDirectly(t *testing.T) {
	name := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Fatal(err)
	}
	read := make(chan string)
	go func() {
		got, _ := os.ReadFile(name)
		read <- string(got)
	}()
	write(t, name, "new")
	if got := <-read; got != "new" {
		t.Errorf("the reader got %q, want new", got)
	}
}
