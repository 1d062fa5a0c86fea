package atomicfile_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/outbound/internal/atomicfile"
)

func TestAFileIsMadeOrReplaced(t *testing.T) {
	for _, text := range []string{"", "new", strings.Repeat("x", 1<<20)} {
		dir := folder(t, map[string]string{"old": "some old content"})
		write(t, filepath.Join(dir, "old"), text)
		write(t, filepath.Join(dir, "new"), text)
		wantContent(t, filepath.Join(dir, "old"), text)
		wantContent(t, filepath.Join(dir, "new"), text)
		wantOnly(t, dir, "old", "new")
	}
}

func TestAFailureLeavesTheOldFileAndNothingElse(t *testing.T) {
	cancelled := errors.New("cancelled")
	dir := folder(t, map[string]string{"old": "old"})
	for _, name := range []string{"old", "new"} {
		err := atomicfile.Write(filepath.Join(dir, name), func(w io.Writer) error {
			_, _ = io.WriteString(w, "half of the")
			return cancelled
		})
		if !errors.Is(err, cancelled) || err.Error() != cancelled.Error() {
			t.Errorf("%s: got %v, want the error of the writer as it is", name, err)
		}
	}
	wantContent(t, filepath.Join(dir, "old"), "old")
	wantOnly(t, dir, "old")
}

func TestAPanicLeavesTheOldFileAndNothingElse(t *testing.T) {
	dir := folder(t, map[string]string{"old": "old"})
	func() {
		defer func() { _ = recover() }()
		_ = atomicfile.Write(filepath.Join(dir, "old"), func(io.Writer) error { panic("a bug of the caller") })
	}()
	wantContent(t, filepath.Join(dir, "old"), "old")
	wantOnly(t, dir, "old")
}

func TestNothingIsSeenBeforeCommit(t *testing.T) {
	dir := folder(t, map[string]string{"old": "old"})
	name := filepath.Join(dir, "old")
	f, err := atomicfile.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Discard()
	if _, err := io.WriteString(f, "a first attempt that is longer"); err != nil {
		t.Fatal(err)
	}
	wantContent(t, name, "old")
	if err := f.Restart(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(f, "second"); err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	f.Discard()
	wantContent(t, name, "second")
	wantOnly(t, dir, "old")
}

func TestANameMayBeAsLongAsTheFileSystemTakes(t *testing.T) {
	for _, name := range []string{strings.Repeat("a", 255), strings.Repeat("\u62a5", 85)} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, name), "new")
		wantContent(t, filepath.Join(dir, name), "new")
		wantOnly(t, dir, name)
	}
}

func TestAnErrorHasTheNameThatTheCallerGave(t *testing.T) {
	dir := folder(t, map[string]string{"file": ""})
	for name, path := range map[string]string{
		"a directory that does not exist": filepath.Join(dir, "absent", "file"),
		"a directory":                     dir,
		"a file taken for a directory":    filepath.Join(dir, "file", "x"),
		"a name that is too long":         filepath.Join(dir, strings.Repeat("a", 256)),
		"no name":                         "",
	} {
		err := atomicfile.Write(path, func(io.Writer) error {
			t.Errorf("%s: the content was asked for before the name was found to be wrong", name)
			return nil
		})
		var e *fs.PathError
		if !errors.As(err, &e) || e.Path != path {
			t.Errorf("%s: got %v, want an error with the path %q", name, err, path)
		}
	}
	wantOnly(t, dir, "file")
}

func TestADeviceIsWrittenDirectly(t *testing.T) {
	write(t, os.DevNull, "gone")
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("%s is %v now, %v", os.DevNull, info.Mode(), err)
	}
}
