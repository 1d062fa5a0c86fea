package main_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestThePageShowsWhatExplainPrints(t *testing.T) {
	got := outbound(t, "explain", "billing", "--set").out
	contains(t, read(t, "../../docs/cli.md"), strings.ReplaceAll(got, "testdata/services.yaml", "services.yaml"))
	contains(t, read(t, "../../docs/cli.md"), read(t, "testdata/services.yaml"))
}

func TestThePictureInThePageIsTheProgramsOwn(t *testing.T) {
	if got := outbound(t, "explain", "standard", "--svg", "-").out; got != read(t, "../../docs/schedule.svg") {
		t.Error("docs/schedule.svg is not what the program draws: run go generate in cmd/outbound")
	}
}

func TestThePageHasEveryExitStatus(t *testing.T) {
	numbers := func(text, pattern string) (out []string) {
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
			out = append(out, m[1])
		}
		return out
	}
	code := numbers(read(t, "exit.go"), `exit[A-Z]\w*\s+= (\d+)`)
	_, table, _ := strings.Cut(read(t, "../../docs/cli.md"), "## Exit statuses")
	if page := numbers(table, `(?m)^\| (\d+) \|`); !slices.Equal(page, code) {
		t.Errorf("the page has %v, the code %v", page, code)
	}
}

func TestThePageHasEveryFlagAndCommand(t *testing.T) {
	page := read(t, "../../docs/cli.md") + read(t, "../../docs/cli-transfers.md")
	for _, command := range []string{"get", "events", "lines", "explain", "check", "presets", "schema", "completion"} {
		contains(t, page, command)
		for _, m := range regexp.MustCompile(`--[a-z-]+`).FindAllString(outbound(t, command, "--help").out, -1) {
			if m != "--help" && m != "--version" {
				contains(t, page, m)
			}
		}
	}
}
