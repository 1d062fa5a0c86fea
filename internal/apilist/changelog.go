package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// unreleased is the text below the heading "## Unreleased", "" if there is none.
func unreleased(changelog string) string {
	_, text, _ := strings.Cut("\n"+changelog, "\n## Unreleased\n")
	text, _, _ = strings.Cut(text, "\n## ")
	return strings.TrimSpace(text)
}

// checkChangelog is an error for each line that has gone and whose name the news do
// not mention. What is under "### Added" does not count.
func checkChangelog(news string, gone []string) error {
	var told strings.Builder
	for section := range strings.SplitSeq("\n"+news, "\n### ") {
		if !strings.HasPrefix(section, "Added") {
			told.WriteString(section + "\n")
		}
	}
	mentions := func(name string) bool {
		return regexp.MustCompile(`\b` + regexp.QuoteMeta(name) + `\b`).MatchString(told.String())
	}
	var all []error
	for _, line := range gone {
		owner, member := names(line)
		switch {
		case member == "" && mentions(owner), member != "" && mentions(member):
		case member != "" && hasGone(owner, line, gone): // its type is reported
		default:
			all = append(all, fmt.Errorf("CHANGELOG.md does not say, under \"### Changed\" or \"### Removed\", that this has gone: %s", line))
		}
	}
	return errors.Join(all...)
}

var (
	method = regexp.MustCompile(`^method \(\*?(\w+)\) (\w+)`)
	field  = regexp.MustCompile(`^type (\w+)(?:\[.*?\])? (?:struct|interface), (?:embedded \*?)?(?:\w+\.)?(\w+)`)
	symbol = regexp.MustCompile(`^(?:const|var|func|type) (\w+)`)
)

// names are those in a line: of a type and of what it has, or of a symbol alone.
func names(line string) (owner, member string) {
	_, what, _ := strings.Cut(line, ", ")
	if m := firstMatch(what, method, field); m != nil {
		return m[1], m[2]
	}
	if m := symbol.FindStringSubmatch(what); m != nil {
		return m[1], ""
	}
	return what, ""
}

func firstMatch(text string, patterns ...*regexp.Regexp) []string {
	for _, p := range patterns {
		if m := p.FindStringSubmatch(text); m != nil {
			return m
		}
	}
	return nil
}

// hasGone reports whether the type of a line's package has gone itself.
func hasGone(owner, line string, gone []string) bool {
	pkg, _, _ := strings.Cut(line, ", ")
	return slices.ContainsFunc(gone, func(l string) bool {
		o, member := names(l)
		return strings.HasPrefix(l, pkg+", ") && o == owner && member == ""
	})
}
