package main

import (
	"fmt"
	"slices"
	"strings"
)

// changes are the lines that a change takes out of a list and puts into it.
type changes struct{ gone, added []string }

func compare(old, lines []string) (c changes) {
	for _, l := range old {
		if !slices.Contains(lines, l) {
			c.gone = append(c.gone, l)
		}
	}
	for _, l := range lines {
		if !slices.Contains(old, l) {
			c.added = append(c.added, l)
		}
	}
	return c
}

func (c changes) empty() bool { return len(c.gone)+len(c.added) == 0 }

// String is a section for what breaks importers and one for what is new.
func (c changes) String() string {
	var b strings.Builder
	section := func(title, sign string, lines []string) {
		if len(lines) == 0 {
			return
		}
		fmt.Fprintf(&b, "%s:\n", title)
		for _, l := range lines {
			fmt.Fprintf(&b, "  %s %s\n", sign, l)
		}
	}
	section("breaks", "-", c.gone)
	section("adds", "+", c.added)
	return b.String()
}

func sorted(lines []string) []string {
	slices.Sort(lines)
	return slices.Compact(lines)
}

func join(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return strings.Join(lines, "\n") + "\n"
}

func split(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
}
