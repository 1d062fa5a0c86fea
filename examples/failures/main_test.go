package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write testdata/output.txt anew")

// varies is what differs from run to run, and what takes its place.
var varies = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`\n {14}`), " "}, // lines of Explain are wrapped by the width of a time
	{regexp.MustCompile(`127\.0\.0\.1:\d+`), "127.0.0.1:PORT"},
	{regexp.MustCompile(`failed\nafter`), "failed after"},
	{regexp.MustCompile(`"(time|until)":"[^"]*"`), `"$1":"TIME"`},
	{regexp.MustCompile(`"(duration_ms|retry_after_ms|first_byte_ms|connect_ms)":[\d.]+`), `"$1":N`},
	{regexp.MustCompile(`[\d.]+m?s( are)? left`), "TIME$1 left"},
	{regexp.MustCompile(`[\d.]+m?s after the call`), "TIME after the call"},
	{regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`), "ID"},
	{regexp.MustCompile(`\b(in|after) [\d.]+m?s\b`), "$1 TIME"},
	{regexp.MustCompile(`\d\d:\d\d:\d\d UTC`), "HH:MM:SS UTC"},
}

func normalised(text string) string {
	for _, v := range varies {
		text = v.pattern.ReplaceAllString(text, v.with)
	}
	return text
}

func output(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	if err := run(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestEachFailureExplainsItself(t *testing.T) {
	text := output(t)
	if n := len(failures()); n != 20 {
		t.Errorf("got %d failures, want 20", n)
	}
	if strings.Contains(text, "canary") {
		t.Error("a secret is in the output")
	}
	for _, l := range strings.Split(text, "\n") {
		if !utf8.ValidString(l) || strings.ContainsFunc(l, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("a line has a character that is not printable: %q", l)
		}
	}
	got := normalised(text)
	const golden = "testdata/output.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil { // a text to read
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", golden, diff)
	}
}
