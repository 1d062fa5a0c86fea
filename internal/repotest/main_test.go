package repotest

import (
	"os"
	"sync"
	"testing"
)

var up = sync.OnceValue(func() error { return os.Chdir("../..") })

// root goes to the top folder, once. Every test calls it, and TestMain does not: only
// what tests do themselves makes go test run them again after a page has changed.
func root(t *testing.T) {
	t.Helper()
	if err := up(); err != nil {
		t.Fatal(err)
	}
}
