package atomicfile_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/outbound/internal/atomicfile"
)

// continued begins or continues a file, which has so many bytes already, and adds
// text.
func continued(t *testing.T, name string, want int64, text string) *atomicfile.File {
	t.Helper()
	f, has, err := atomicfile.Continue(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Discard)
	if has != want {
		t.Errorf("got %d bytes of an earlier process, want %d", has, want)
	}
	if _, err := io.WriteString(f, text); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestAPartStaysUntilItsFileIsComplete(t *testing.T) {
	dir := folder(t, map[string]string{"file": "old"})
	name := filepath.Join(dir, "file")
	if err := os.Chmod(name, 0o640); err != nil {
		t.Fatal(err)
	}
	f := continued(t, name, 0, "one ")
	wantContent(t, f.Part(), "one ")
	f.Discard()
	f = continued(t, name, 4, "two")
	wantContent(t, name, "old")
	wantOnly(t, dir, "file", "file.part")
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	wantContent(t, name, "one two")
	wantOnly(t, dir, "file")
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("got %v, %v, want the mode of the old file", info, err)
	}
}

func TestAPartThatIsForgottenOrRestartedIsGone(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "file")
	continued(t, name, 0, "something long").Discard()
	f := continued(t, name, 14, "")
	if err := f.Restart(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(f, "short"); err != nil {
		t.Fatal(err)
	}
	wantContent(t, f.Part(), "short")
	f.Forget()
	f.Discard()
	wantOnly(t, dir)
}

func TestAPartHasOneWriter(t *testing.T) {
	name := filepath.Join(t.TempDir(), "file")
	f := continued(t, name, 0, "a")
	if _, _, err := atomicfile.Continue(name); !errors.Is(err, atomicfile.ErrBusy) {
		t.Errorf("got %v, want that it is busy", err)
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	continued(t, name, 0, "b").Discard()
	wantContent(t, name, "a")
}

func TestThePartOfALinkIsBesideItsTarget(t *testing.T) {
	dir := folder(t, map[string]string{"file": "old"})
	if err := os.Mkdir(filepath.Join(dir, "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "sub", "link")
	if err := os.Symlink("../file", link); err != nil {
		t.Fatal(err)
	}
	f := continued(t, link, 0, "new")
	wantOnly(t, dir, "file", "file.part", "sub")
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	wantContent(t, filepath.Join(dir, "file"), "new")
	wantOnly(t, filepath.Join(dir, "sub"), "link")
}

func TestALongNameHasAPartToo(t *testing.T) {
	dir := t.TempDir()
	name := strings.Repeat("a", 255)
	f := continued(t, filepath.Join(dir, name), 0, "new")
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	wantOnly(t, dir, name)
}

func TestAPartThatIsALinkIsRefused(t *testing.T) {
	dir := folder(t, map[string]string{"other": "untouched"})
	if err := os.Symlink("other", filepath.Join(dir, "file.part")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := atomicfile.Continue(filepath.Join(dir, "file")); err == nil {
		t.Error("got nil, want an error")
	}
	wantContent(t, filepath.Join(dir, "other"), "untouched")
}

func TestADeviceCannotBeContinued(t *testing.T) {
	if _, _, err := atomicfile.Continue(os.DevNull); err == nil {
		t.Error("got nil, want an error")
	}
}
