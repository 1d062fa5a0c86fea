package atomicfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
)

const nobody = 65534

// asNobody makes the calls of this test those of a user without rights, if the
// process has more than that. The directory becomes that user's.
func asNobody(t *testing.T, dir string) {
	t.Helper()
	if os.Getuid() != 0 {
		return
	}
	if err := os.Chown(dir, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	runtime.LockOSThread() // the user is the thread's
	for _, err := range []error{syscall.Setfsuid(nobody), syscall.Setfsgid(nobody)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		_, _ = syscall.Setfsuid(0), syscall.Setfsgid(0)
		runtime.UnlockOSThread()
	})
}

func TestAFileThatMayNotBeWrittenIsNotReplaced(t *testing.T) {
	dir := folder(t, map[string]string{"file": "old"})
	name := filepath.Join(dir, "file")
	if err := os.Chmod(name, 0o444); err != nil {
		t.Fatal(err)
	}
	asNobody(t, dir)
	if err := writeMuch(name); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("got %v, want that it is not permitted", err)
	}
	wantContent(t, name, "old")
	wantOnly(t, dir, "file")
}

func TestTheOwnerOfTheOldFileIsKept(t *testing.T) {
	owner := func(name string) [2]uint32 {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		s := info.Sys().(*syscall.Stat_t)
		return [2]uint32{s.Uid, s.Gid}
	}
	dir := folder(t, map[string]string{"given": "old", "own": "old"})
	given, own := filepath.Join(dir, "given"), filepath.Join(dir, "own")
	if os.Getuid() == 0 {
		if err := os.Chown(given, nobody, nobody); err != nil {
			t.Fatal(err)
		}
	}
	was := owner(given)
	write(t, given, "new")
	if got := owner(given); got != was {
		t.Errorf("where the owner may be set: got %v, want %v", got, was)
	}
	if err := os.Chmod(own, 0o666); err != nil {
		t.Fatal(err)
	}
	was = owner(own)
	asNobody(t, dir)
	write(t, own, "new")
	wantContent(t, own, "new")
	if got := owner(own); got != was {
		t.Errorf("where it may not: got %v, want %v", got, was)
	}
	wantOnly(t, dir, "given", "own")
}
