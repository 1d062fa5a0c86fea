package main_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	library "example.com/outbound"
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
			if name == "explain.golden" { // the client's defaults are those of the library
				before, rest, _ := strings.Cut(got.out, "\nCLIENT ")
				_, after, _ := strings.Cut(rest, "\nCHAIN")
				got.out = before + "\nCHAIN" + after
			}
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

func TestAnExtremeTimeIsDrawnOrRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		times  string
		status int
	}{
		"a year":                      {"timeout: 8760h, attempt_timeout: 0, retry: {max_elapsed: unlimited}", 0},
		"a year for each attempt":     {"timeout: 0, attempt_timeout: 8760h, retry: {attempts: unlimited, max_elapsed: unlimited}", 0},
		"a nanosecond":                {"timeout: 1ns, attempt_timeout: 0", 0},
		"waits of a year":             {"timeout: 0, attempt_timeout: 0, retry: {max_elapsed: unlimited, jitter: none, wait: {constant: 8760h}}", 0},
		"waits beyond a Duration":     {"timeout: 0, attempt_timeout: 0, retry: {attempts: unlimited, max_elapsed: unlimited, jitter: none, wait: {exponential: {base: 8760h, factor: 10}}}", 0},
		"the longest Duration":        {"timeout: 2562047h47m", 2},
		"an attempt of all that time": {"attempt_timeout: 2562047h47m", 2},
	} {
		file := filepath.Join(t.TempDir(), "services.yaml")
		if err := os.WriteFile(file, []byte("presets: {a: {"+tt.times+"}}"), 0o600); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
		got := finish(t, command(ctx, "explain", "a", "--config", file, "--svg", "-"))
		stop()
		if got.status != tt.status || len(got.out) > 20_000 || strings.Contains(got.out, "NaN") || strings.Contains(got.out, "Inf") ||
			tt.status == 0 && !strings.HasSuffix(got.out, "</svg>\n") {
			t.Errorf("%s: got status %d, %q and %.300s", name, got.status, got.err, got.out)
		}
	}
}

func TestTheBuiltInPresetsNeedNoFile(t *testing.T) {
	for _, name := range []string{"standard", "internal_network", "resilient", "untrusted"} {
		if got := outbound(t, "explain", name, "--config", "absent.yaml"); got.status != 0 {
			t.Errorf("%s: got status %d and %q, want 0", name, got.status, got.err)
		}
	}
	if got := outbound(t, "explain", "billing", "--config", "absent.yaml"); got.status != 2 {
		t.Errorf("a preset of a file that is not there: got status %d, want 2", got.status)
	}
}

func TestControlCharactersOfAFileAreWrittenOut(t *testing.T) {
	file := filepath.Join(t.TempDir(), "services.yaml")
	text := "presets: {a: {retry: \"\\e[31m\", base_url: \"http://\\e[31m\"}, b: {\"\\e]0;x\\a\": 1}}"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"check", file}, {"explain", "a", "--config", file}, {"get", "-p", "a", "--config", file, "/"}} {
		got := outbound(t, args...)
		if all := got.out + got.err; got.status == 0 || all == "" || strings.ContainsAny(all, "\x1b\x07") {
			t.Errorf("%s: got status %d and %q", args[0], got.status, all)
		}
	}
}

func TestExplainHasEverySettingOfTheClient(t *testing.T) {
	client, err := library.New(library.Preset("standard", library.Standard()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Close() }()
	_, table, _ := strings.Cut(outbound(t, "explain", "standard").out, "\nCLIENT ")
	table, _, _ = strings.Cut(table, "\nCHAIN")
	set := outbound(t, "explain", "standard", "--set").out
	for _, s := range client.Settings() {
		row := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(s.Name) + ` +` + regexp.QuoteMeta(s.Value) + ` +\w+$`)
		if !row.MatchString(table) {
			t.Errorf("%s %s is not in\n%s", s.Name, s.Value, table)
		}
		if _, client, _ := strings.Cut(set, "\nCLIENT "); s.Origin == "default" && row.MatchString(client) {
			t.Errorf("--set: the default %s is shown", s.Name)
		}
	}
}
