//go:build unix

package atomicfile_test

import (
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"example.com/outbound/internal/atomicfile"
)

// limit makes every write beyond the first MiB of a file fail, as on a full disk,
// until the test ends.
func limit(t *testing.T) {
	t.Helper()
	signal.Ignore(syscall.SIGXFSZ)
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 1 << 20, Max: old.Max}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
			t.Error(err)
		}
		signal.Reset(syscall.SIGXFSZ)
	})
}

// writeMuch writes 2 MiB.
func writeMuch(name string) error { return atomicfile.Write(name, content(strings.Repeat("x", 2<<20))) }

func TestADiskThatIsFullAtTheEndLeavesTheOldContentOfAllHardLinks(t *testing.T) {
	dir := folder(t, map[string]string{"one": "old"})
	one, two := filepath.Join(dir, "one"), filepath.Join(dir, "two")
	if err := os.Link(one, two); err != nil {
		t.Fatal(err)
	}
	f, err := atomicfile.Create(one)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(f, strings.Repeat("x", 2<<20)); err != nil {
		t.Fatal(err)
	}
	limit(t)
	if err := f.Commit(); err == nil {
		t.Error("got nil, want an error")
	}
	wantContent(t, one, "old")
	wantContent(t, two, "old")
	wantOnly(t, dir, "one", "two")
}
