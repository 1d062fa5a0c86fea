package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Position is a place in a file of presets. The zero Position is nowhere: what
// stands there was not written by anybody.
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

// Problem is one thing that is wrong with a file of presets. It holds no secret.
type Problem struct {
	Position
	Preset string `json:"preset,omitempty"` // whose it is, "" for the file's own
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

// Problems is everything that is wrong with a file, in its order. It is the
// error of [Load] and [Parse] where the file can be read.
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
