package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const line = "pkg outbound/retry, "

func TestAChangelogNamesWhatHasGone(t *testing.T) {
	for name, tt := range map[string]struct {
		news string
		gone []string
		told bool
	}{
		"nothing":                    {"x", nil, true},
		"a function":                 {"### Removed\n- `Old` is gone.", []string{line + "func Old() error"}, true},
		"a function, unsaid":         {"### Changed\n- `Older` is slower.", []string{line + "func Old() error"}, false},
		"only as something added":    {"### Added\n- `Old`\n\n### Fixed\n- a bug", []string{line + "func Old() error"}, false},
		"a field":                    {"### Changed\n- Policy has no `Wait`.", []string{line + "type Policy struct, Wait func() int"}, true},
		"a field, only its type":     {"### Changed\n- Policy is better.", []string{line + "type Policy struct, Wait func() int"}, false},
		"a method":                   {"### Changed\n- Validate.", []string{line + "method (*Policy) Validate() error"}, true},
		"a type with its fields":     {"### Removed\n- Policy", []string{line + "type Policy struct", line + "type Policy struct, Wait int", line + "method (Policy) String() string"}, true},
		"a type and another's field": {"### Removed\n- Policy", []string{line + "type Policy struct", line + "type Rate struct, Wait int"}, false},
		"an embedded type":           {"### Changed\n- no MockTransport", []string{line + "type T struct, embedded *httpmock.MockTransport"}, true},
		"a generic type":             {"### Changed\n- Next", []string{line + "type Next[T any] func(T) bool"}, true},
	} {
		if err := checkChangelog(tt.news, tt.gone); (err == nil) != tt.told {
			t.Errorf("%s: got %v, want told %t", name, err, tt.told)
		}
	}
}

func TestAVersionFollowsTheLastOneAndSaysWhetherItBreaks(t *testing.T) {
	gone := []string{line + "func Old()"}
	for name, tt := range map[string]struct {
		before, version string
		gone            []string
		want            string // a part of the error, "" for none
	}{
		"a patch":               {"v0.1.0", "v0.1.1", nil, ""},
		"the same":              {"v0.1.0", "v0.1.0", nil, "not after"},
		"earlier":               {"v0.10.0", "v0.9.0", nil, "not after"},
		"a preview of the same": {"v0.2.0", "v0.2.0-rc.1", nil, "not after"},
		"after its preview":     {"v0.2.0-rc.1", "v0.2.0", nil, ""},
		"a patch that breaks":   {"v0.1.3", "v0.1.4", gone, "v0.2.0"},
		"a minor that breaks":   {"v0.1.3", "v0.2.0", gone, ""},
		"a minor after v1":      {"v1.1.3", "v1.2.0", gone, "major"},
		"the step to v1":        {"v0.9.0", "v1.0.0", gone, ""},
		"v2 without the path":   {"v1.0.0", "v2.0.0", nil, "path"},
	} {
		before, _ := parseVersion(tt.before)
		version, err := parseVersion(tt.version)
		if err != nil {
			t.Fatal(err)
		}
		err = checkNumber(before, version, tt.gone)
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s: got %v, want %q", name, err, tt.want)
		}
	}
}

func TestWhatIsNoVersionIsRefused(t *testing.T) {
	for _, text := range []string{"", "0.2.0", "v1", "v1.2", "v01.2.3", "v1.2.3+meta", "v1.2.3-", "latest", "v9999999999.0.0"} {
		if _, err := parseVersion(text); err == nil {
			t.Errorf("%q was taken", text)
		}
	}
}

// A release in a repository of its own: a tag, and a list that has lost a line since.
func TestAReleaseIsHeldAgainstTheListsOfTheLastTag(t *testing.T) {
	top := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(top, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(top, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	git := func(args ...string) {
		t.Helper()
		c := exec.Command("git", append([]string{"-c", "user.name=a", "-c", "user.email=a@b.example"}, args...)...)
		c.Dir = top
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	want := func(version, part string) {
		t.Helper()
		err := checkRelease([]module{{top, "."}}, version)
		if part == "" && err != nil || part != "" && (err == nil || !strings.Contains(err.Error(), part)) {
			t.Errorf("%s: got %v, want %q", version, err, part)
		}
	}
	write("api/outbound.txt", line+"func New()\n"+line+"func Old()\n")
	write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n### Added\n\n- all\n")
	want("v0.1.0", "")
	git("init", "-q")
	git("add", ".")
	git("commit", "-qm", "one")
	git("tag", "-m", "v0.1.0", "v0.1.0")
	write("api/outbound.txt", line+"func New()\n")
	want("v0.2.0", "func Old()")
	want("v0.1.1", "v0.2.0")
	write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n### Removed\n\n- `Old`\n\n## 0.1.0\n\n- all\n")
	want("v0.2.0", "")
	write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n## 0.1.0\n\n- Old\n")
	want("v0.2.0", "nothing under")
}
