package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// checkRelease reports everything that must be mended before version is released:
// a number that does not fit, and a break that the changelog does not name.
func checkRelease(modules []module, text string) error {
	top := modules[0].top
	version, err := parseVersion(text)
	if err != nil {
		return err
	}
	changelog, err := os.ReadFile(filepath.Join(top, "CHANGELOG.md"))
	if err != nil {
		return err
	}
	news := unreleased(string(changelog))
	if news == "" {
		return errors.New("CHANGELOG.md has nothing under \"## Unreleased\"")
	}
	last := lastTag(top)
	if last == "" {
		return nil // before the first release there are no importers
	}
	before, err := parseVersion(last)
	if err != nil {
		return err
	}
	var gone []string
	for _, m := range modules {
		old := atTag(top, last, m.name())
		now, err := os.ReadFile(m.file())
		if err != nil && old != nil {
			now = nil // the whole module has gone
		}
		gone = append(gone, compare(old, split(string(now))).gone...)
	}
	return errors.Join(checkNumber(before, version, gone), checkChangelog(news, gone))
}

// checkNumber is an error if version does not follow before, or breaks what its
// number promises.
func checkNumber(before, version number, gone []string) error {
	switch {
	case !version.after(before):
		return fmt.Errorf("%s is not after the last release, %s", version, before)
	case version.major >= 2:
		return fmt.Errorf("%s: from v2 on the module path has to end in the major version", version)
	case len(gone) == 0 || version.major > before.major || version.major == 0 && version.minor > before.minor:
		return nil
	case version.major == 0:
		return fmt.Errorf("%s breaks importers of %s: the next one is v0.%d.0\n%s", version, before, before.minor+1, changes{gone: gone})
	}
	return fmt.Errorf("%s breaks importers of %s, which takes a new major version\n%s", version, before, changes{gone: gone})
}

// lastTag is the last version of the root module, "" if there is none.
func lastTag(top string) string {
	c := exec.Command("git", "describe", "--tags", "--abbrev=0", "--match", "v[0-9]*")
	c.Dir = top
	out, err := c.Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// atTag are the lines of a list at a tag, none if it was not there.
func atTag(top, tag, name string) []string {
	c := exec.Command("git", "show", tag+":"+name)
	c.Dir = top
	out, err := c.Output()
	if err != nil {
		return nil
	}
	return split(string(out))
}
