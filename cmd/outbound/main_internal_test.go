package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// The tests run the program as a shell does. It is the test binary under another name:
// so it has the race detector that the tests have, and a change of the program is a
// change of the tests, whose results are not taken from the cache.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == "outbound" {
		main()
	}
	dir, err := os.MkdirTemp("", "outbound")
	if err == nil {
		err = link(filepath.Join(dir, "outbound"))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

func link(name string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if err := os.Symlink(self, name); err != nil {
		return err
	}
	return os.Setenv("OUTBOUND_TEST_BINARY", name)
}
