package integration_test

import (
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// capture takes what the process writes to stdout, to stderr and by package log
// until the end of t, and returns a function that reads it. No other test may
// run meanwhile.
func capture(t *testing.T) (said func() string) {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "said"))
	if err != nil {
		t.Fatal(err)
	}
	out, errs, logs := os.Stdout, os.Stderr, log.Writer()
	os.Stdout, os.Stderr = f, f
	log.SetOutput(f)
	t.Cleanup(func() {
		os.Stdout, os.Stderr = out, errs
		log.SetOutput(logs)
		_ = f.Close()
	})
	return func() string {
		t.Helper()
		text, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
}

// unsolicited is net/http's own line about bytes on an idle connection, as after
// a 204 with a body. It quotes them and cannot be switched off for one client.
const unsolicited = "Unsolicited response received on idle HTTP channel starting with"

// checkSaid fails t for everything that the library has written by itself.
func checkSaid(t *testing.T, text string) {
	t.Helper()
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		if line != "" && !strings.Contains(line, unsolicited) {
			t.Errorf("wrote %q, want nothing on stdout and stderr", line)
		}
	}
}
