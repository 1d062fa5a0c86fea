package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"example.com/outbound/config"
)

// check reads files of presets and prints their problems.
type check struct {
	Files   []string `arg:"" name:"file" help:"Files of presets."`
	JSON    bool     `help:"Print a list of problems as JSON."`
	Resolve bool     `help:"Resolve the references too, and read the files that presets name."`
}

// Run prints a line per problem and ends with status 1 if there is one.
func (c *check) Run(s *streams) error {
	problems := []config.Problem{}
	for _, name := range c.Files {
		f, err := config.Load(name, codings()...)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
			return usageError{err}
		}
		var ps config.Problems
		if err != nil && !errors.As(err, &ps) {
			return usageError{err}
		}
		problems = append(problems, ps...)
		if err == nil && c.Resolve {
			problems = append(problems, resolve(f, name)...)
		}
	}
	if err := c.print(s, problems); err != nil {
		return writeError{err}
	}
	if len(problems) > 0 {
		return found(exitOther)
	}
	return nil
}

// resolve makes a client of every preset, which resolves its references, and returns
// the problems.
func resolve(f *config.File, file string) (problems []config.Problem) {
	for _, name := range f.Names() {
		client, err := f.Client(name)
		if err == nil {
			_ = client.Close()
			continue
		}
		at := config.Position{File: file}
		if x, xerr := f.Explain(name); xerr == nil {
			at = x.Position
		}
		problems = append(problems, config.Problem{Position: at, Preset: name, Text: strings.TrimPrefix(err.Error(), fmt.Sprintf("config: preset %q: ", name))})
	}
	return problems
}

func (c *check) print(s *streams, problems []config.Problem) error {
	if c.JSON {
		e := json.NewEncoder(s.out)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(problems)
	}
	for _, p := range problems {
		if _, err := fmt.Fprintln(s.out, printable(p.Error())); err != nil {
			return err
		}
	}
	return nil
}
