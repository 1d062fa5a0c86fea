package main_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestWhatThePresetCommandsPrint(t *testing.T) {
	tests := map[string]struct {
		args   []string
		status int
	}{
		"explain.golden":          {[]string{"explain", "billing"}, 0},
		"explain_set.golden":      {[]string{"explain", "billing", "--set"}, 0},
		"explain_json.golden":     {[]string{"explain", "billing", "--set", "--json"}, 0},
		"explain_svg.golden":      {[]string{"explain", "standard", "--svg", "-"}, 0},
		"explain_standard.golden": {[]string{"explain", "standard", "--set"}, 0},
		"explain_once.golden":     {[]string{"explain", "once", "--set"}, 0},
		"presets.golden":          {[]string{"presets"}, 0},
		"check.golden":            {[]string{"check", "testdata/services.yaml", "testdata/broken.yaml"}, 1},
		"check_json.golden":       {[]string{"check", "--json", "testdata/broken.yaml"}, 1},
		"check_resolve.golden":    {[]string{"check", "--resolve", "testdata/services.yaml"}, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := outbound(t, tt.args...)
			golden(t, name, got.out)
			if got.status != tt.status || got.err != "" {
				t.Errorf("got status %d and %q, want %d and nothing", got.status, got.err, tt.status)
			}
		})
	}
}

func TestCheckOfARightFileIsSilent(t *testing.T) {
	wantResult(t, outbound(t, "check", "testdata/services.yaml"), 0, "")
	wantResult(t, outbound(t, "check", "--json", "testdata/services.yaml"), 0, "[]\n")
}

func TestCheckOfAFileThatIsNotThere(t *testing.T) {
	if got := outbound(t, "check", "absent.yaml"); got.status != 2 || got.err == "" {
		t.Errorf("got status %d and %q, want 2 and a line", got.status, got.err)
	}
}

func TestTheSchemaIsJSON(t *testing.T) {
	got := outbound(t, "schema")
	if got.status != 0 || !json.Valid([]byte(got.out)) {
		t.Errorf("got status %d and %q, want JSON", got.status, got.out)
	}
}

func TestThePictureIsWrittenBesideTheText(t *testing.T) {
	file := filepath.Join(t.TempDir(), "billing.svg")
	got := outbound(t, "explain", "billing", "--svg", file)
	contains(t, got.out, "CHAIN")
	svg, err := os.ReadFile(file)
	if err != nil || !strings.HasPrefix(string(svg), "<svg ") {
		t.Errorf("the picture: got %.20q, %v", svg, err)
	}
}

func TestAnExtremeTimeoutIsDrawn(t *testing.T) {
	for name, times := range map[string]string{
		"the longest":              "timeout: 2562047h47m, attempt_timeout: 0, retry: {max_elapsed: unlimited}",
		"of an attempt":            "timeout: 0, attempt_timeout: 2562047h47m, retry: {attempts: unlimited, max_elapsed: unlimited}",
		"a nanosecond":             "timeout: 1ns, attempt_timeout: 0",
		"waits as long as all":     "timeout: 0, attempt_timeout: 0, retry: {max_elapsed: unlimited, jitter: none, wait: {constant: 1000000h}}",
		"waits longer than a time": "timeout: 0, attempt_timeout: 0, retry: {max_elapsed: unlimited, jitter: none, wait: {exponential: {base: 1000000h, factor: 10}}}",
	} {
		file := filepath.Join(t.TempDir(), "services.yaml")
		if err := os.WriteFile(file, []byte("presets: {a: {"+times+"}}"), 0o600); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
		got := finish(t, command(ctx, "explain", "a", "--config", file, "--svg", "-"))
		stop()
		if got.status != 0 || !strings.HasSuffix(got.out, "</svg>\n") || len(got.out) > 20_000 || strings.Contains(got.out, "NaN") || strings.Contains(got.out, "Inf") {
			t.Errorf("%s: got status %d, %q and %.300s", name, got.status, got.err, got.out)
		}
	}
}

func TestTheBuiltInPresetsNeedNoFile(t *testing.T) {
	for _, name := range []string{"standard", "internal_network"} {
		if got := outbound(t, "explain", name, "--config", "absent.yaml"); got.status != 0 {
			t.Errorf("%s: got status %d and %q, want 0", name, got.status, got.err)
		}
	}
	if got := outbound(t, "explain", "billing", "--config", "absent.yaml"); got.status != 2 {
		t.Errorf("a preset of a file that is not there: got status %d, want 2", got.status)
	}
}
