package main_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew")

// binary is the path of the program: see TestMain.
func binary() string { return os.Getenv("OUTBOUND_TEST_BINARY") }

// result is the exit status of a run and its output.
type result struct {
	status   int
	out, err string
}

// command is the program, with the same environment on every machine.
func command(ctx context.Context, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, binary(), args...)
	c.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=/nonexistent", "GORACE=atexit_sleep_ms=0", "OUTBOUND_CONFIG=testdata/services.yaml"}
	return c
}

// outbound runs the program to its end.
func outbound(t *testing.T, args ...string) result {
	t.Helper()
	return finish(t, command(t.Context(), args...))
}

func finish(t *testing.T, c *exec.Cmd) result {
	t.Helper()
	var out, err bytes.Buffer
	c.Stdout, c.Stderr = &out, &err
	failed := c.Run()
	var exit *exec.ExitError
	if failed != nil && !errors.As(failed, &exit) {
		t.Fatal(failed)
	}
	return result{c.ProcessState.ExitCode(), out.String(), err.String()}
}

// serve is a server for the test.
func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

var (
	times = regexp.MustCompile(`\b\d+(\.\d+)?(m|s|ms|µs|ns)\b`)
	wide  = regexp.MustCompile(` in +`)
	ports = regexp.MustCompile(`127\.0\.0\.1:\d+`)
)

// steady replaces the times, the columns that are as wide as the longest of them,
// and the ports, which differ from run to run.
func steady(text string) string {
	text = wide.ReplaceAllString(text, " in ")
	return ports.ReplaceAllString(times.ReplaceAllString(text, "TIME"), "HOST")
}

// golden compares a text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}

// within waits for something that another process does.
func within(t *testing.T, what string, is func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(10 * time.Second)
	for !is() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("%s did not happen", what)
		}
	}
}

func wantResult(t *testing.T, got result, status int, out string) {
	t.Helper()
	if got.status != status || got.out != out {
		t.Errorf("got status %d and %q, want %d and %q; standard error:\n%s", got.status, got.out, status, out, got.err)
	}
}

func contains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("%q is not in:\n%s", p, text)
		}
	}
}
