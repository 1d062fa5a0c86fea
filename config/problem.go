package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Position is a place in a file of presets. The zero Position is that of settings
// which are in no file: those of the built-in presets, and the defaults.
type Position struct {
	File   string `json:"file"`   // as it was named to Load, "" for Parse
	Line   int    `json:"line"`   // 1, 2, …; 0 where there is none
	Column int    `json:"column"` // in characters, 1, 2, …
}

// String is "file:line:column", without the file where there is none.
func (p Position) String() string {
	s := fmt.Sprintf("%d:%d", p.Line, p.Column)
	if p.File != "" {
		s = p.File + ":" + s
	}
	return s
}

// Problem is one thing that is wrong with a file of presets. It has no secret.
type Problem struct {
	Position
	Preset string `json:"preset,omitempty"` // that has it, "" for a problem of the file
	Key    string `json:"key,omitempty"`    // such as retry.max_wait
	Text   string `json:"text"`             // what is wrong, and what would be right
}

// Error is one line: position, preset, key and text.
func (p Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.Position.String())
	b.WriteString(": ")
	for _, s := range []string{p.Preset, p.Key} {
		if s != "" {
			b.WriteString(s + ": ")
		}
	}
	b.WriteString(p.Text)
	return b.String()
}

// Problems is everything that is wrong with a file, in the order of the file; of more
// than 1000 problems the first 1000. It is the error of [Load] and [Parse] for a file
// that can be read.
type Problems []Problem

// Error is one line per problem.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the problems one by one.
func (ps Problems) Unwrap() []error {
	errs := make([]error, len(ps))
	for i, p := range ps {
		errs[i] = p
	}
	return errs
}

// sorted is ps in the order of the file, each once.
func (ps Problems) sorted() Problems {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return slices.CompactFunc(ps, func(a, b Problem) bool {
		return a.Position == b.Position && a.Text == b.Text
	})
}
