package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// main lets the test write the report: virtual time is to be had in tests only.
func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	const pkg = "example.com/outbound/internal/storm"
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", pkg).Output()
	if err != nil {
		return fmt.Errorf("storm: find the package: %w", err)
	}
	docs := filepath.Join(strings.TrimSpace(string(dir)), "..", "..", "docs")
	test := exec.Command("go", "test", "-count=1", "-run=^TestTheReport", pkg, "-args", "-write")
	test.Stderr = os.Stderr
	if out, err := test.Output(); err != nil {
		return fmt.Errorf("storm: simulate: %w\n%s", err, out)
	}
	text, err := os.ReadFile(filepath.Join(docs, "storm.md"))
	if err != nil {
		return fmt.Errorf("storm: read the report: %w", err)
	}
	_, err = os.Stdout.Write(text)
	return err
}
