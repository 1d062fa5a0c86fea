package main

import (
	"bytes"
	"io"
	"os"
	"testing"

	"example.com/outbound/benchmarks/internal/report"
	"example.com/outbound/benchmarks/internal/suite"
)

func TestThePagesSayWhatTheLastRunHasMeasured(t *testing.T) {
	r, err := load("results.json")
	if err != nil {
		t.Fatal(err)
	}
	if missing := r.Missing(); missing != nil {
		t.Fatalf("not measured: %v", missing)
	}
	for page, generate := range map[string]func(io.Writer, suite.Results){
		"../docs/performance.md": report.Summary, "../docs/performance-tables.md": report.Tables, "../docs/performance.svg": report.SVG,
	} {
		var want bytes.Buffer
		generate(&want, r)
		got, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(got, want.Bytes()) {
			t.Errorf("%s is not what results.json says: run make bench PARTS=none", page)
		}
		if lines := bytes.Count(got, []byte("\n")); lines > 250 {
			t.Errorf("%s has %d lines, want at most 250", page, lines)
		}
	}
}
