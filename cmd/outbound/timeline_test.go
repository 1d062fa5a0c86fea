package main_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// flaky fails twice, then answers.
func flaky(t *testing.T) string {
	n := 0
	return serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if n++; n < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
}

// fast is a file with a preset whose waits are short and always the same.
func fast(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "fast.yaml")
	text := "presets: {fast: {proxy: none, retry: {wait: {constant: 30ms}, jitter: none}}}"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestTheTimelineIsPlainWhenPiped(t *testing.T) {
	got := outbound(t, "get", "--config", fast(t), "-p", "fast", flaky(t)+"/x?key=secret", "-v")
	golden(t, "timeline.golden", steady(got.err))
}

func TestTheTimelineHasBarsWhereTheyAreWanted(t *testing.T) {
	got := outbound(t, "get", "--config", fast(t), "-p", "fast", flaky(t), "-v", "--bars", "always")
	lines := strings.Split(got.err, "\n")
	if len(lines) != 6 {
		t.Fatalf("got\n%s", got.err)
	}
	for i, want := range []string{"1  503 in ", "2  503 in ", "3  200 in "} {
		if line := lines[i+1]; !strings.HasPrefix(line, want) || strings.Contains(line, "·") != (i < 2) {
			t.Errorf("attempt %d: got %q, want %q and a wait after all but the last", i+1, line, want)
		}
	}
	contains(t, got.err, "█ server ", "▄ body ", "· then wait ", "3 attempts in ")
	if strings.Contains(got.err, "\x1b") {
		t.Error("there are colours where there is no terminal")
	}
}

func TestAFailureHasATimelineToo(t *testing.T) {
	got := outbound(t, "get", "--config", fast(t), "-p", "fast", "--retry", "1", closedPort(t), "-v")
	golden(t, "timeline_failed.golden", steady(got.err))
}
