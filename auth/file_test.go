package auth_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/outbound/auth"
	"example.com/outbound/httperror"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestATokenFileIsReadAgainWhenItChanges(t *testing.T) {
	path := filepath.Join(t.TempDir(), "token")
	other := path + ".new"
	s := auth.Tokens(auth.File(path))

	write(t, path, " one\n")
	wantField(t, s, "Bearer one")
	wantField(t, s, "Bearer one")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, " two\n")                                                 // the same size …
	if err := os.Chtimes(path, info.ModTime(), info.ModTime()); err != nil { // … within one step of the file system's clock
		t.Fatal(err)
	}
	wantField(t, s, "Bearer two")
	write(t, other, "three")
	if err := os.Rename(other, path); err != nil {
		t.Fatal(err)
	}
	wantField(t, s, "Bearer three")
	write(t, path, "") // in the middle of a change
	wantField(t, s, "Bearer three")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	wantField(t, s, "Bearer three")
	write(t, path, "\ufefffour\r\n") // as editors on Windows write it
	wantField(t, s, "Bearer four")
}

// Kubernetes projects a token through a link to a directory that it exchanges.
func TestATokenFileBehindALinkIsReadAgainWhenTheLinkMoves(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"one", "two"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name, "token"), name)
		old := time.Now().Add(-time.Hour)
		if err := os.Chtimes(filepath.Join(dir, name, "token"), old, old); err != nil {
			t.Fatal(err)
		}
	}
	link := filepath.Join(dir, "data")
	s := auth.Tokens(auth.File(filepath.Join(link, "token")))
	for _, name := range []string{"one", "two", "one"} {
		_ = os.Remove(link)
		if err := os.Symlink(name, link); err != nil {
			t.Fatal(err)
		}
		wantField(t, s, "Bearer "+name)
		wantField(t, s, "Bearer "+name)
	}
}

func TestATokenFileThatCannotBeReadIsAnError(t *testing.T) {
	dir := t.TempDir()
	empty, long := filepath.Join(dir, "empty"), filepath.Join(dir, "long")
	write(t, empty, "\n")
	write(t, long, strings.Repeat("x", 1<<20+1))
	for name, path := range map[string]string{"absent": filepath.Join(dir, "none"), "empty": empty, "too long": long, "a directory": dir} {
		t.Run(name, func(t *testing.T) {
			err := auth.Tokens(auth.File(path)).Authorize(get(t, home))
			if !errors.Is(err, httperror.Auth) {
				t.Errorf("got %v, want kind auth", err)
			}
			if name == "absent" && !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("got %v, want the cause inside", err)
			}
		})
	}
}

func TestAVariableIsReadBeforeEveryRequest(t *testing.T) {
	s := auth.Tokens(auth.Env("OUTBOUND_TEST_TOKEN"))
	for _, value := range []string{"one", "two\n"} {
		t.Setenv("OUTBOUND_TEST_TOKEN", value)
		wantField(t, s, "Bearer "+strings.TrimSpace(value))
	}
	t.Setenv("OUTBOUND_TEST_TOKEN", "")
	if err := s.Authorize(get(t, home)); !errors.Is(err, httperror.Auth) || !strings.Contains(err.Error(), "OUTBOUND_TEST_TOKEN") {
		t.Errorf("got %v, want kind auth and the name", err)
	}
}
