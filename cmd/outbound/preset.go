package main

import (
	"errors"
	"fmt"
	"io/fs"

	"example.com/outbound/coding"
	"example.com/outbound/config"
)

// presetFile is the --config flag of the commands that read presets.
type presetFile struct {
	Config string `help:"File of presets. Default: ${default}." env:"OUTBOUND_CONFIG" default:"services.yaml" placeholder:"FILE"`
}

func (p presetFile) load() (*config.File, error) {
	f, err := config.Load(p.Config, codings()...)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, usageError{err}
	case err != nil:
		return nil, usageError{fmt.Errorf("the file of presets is wrong:\n%w", err)}
	}
	return f, nil
}

// codings are the content codings that the command offers to presets.
func codings() []config.Option {
	return []config.Option{config.Coding("zstd", coding.Zstd()), config.Coding("br", coding.Brotli())}
}

// explain returns the file and the explanation of the preset of that name. A
// built-in preset needs no file.
func (p presetFile) explain(name string) (*config.File, *config.Explanation, error) {
	f, err := p.load()
	if errors.Is(err, fs.ErrNotExist) && config.IsBuiltIn(name) {
		f, err = config.Parse([]byte("presets: {}"))
	}
	if err != nil {
		return nil, nil, err
	}
	x, err := f.Explain(name)
	if err != nil {
		return nil, nil, usageError{err}
	}
	return f, x, nil
}

// presets prints the names of the presets, one per line.
type presets struct{ presetFile }

func (p *presets) Run(s *streams) error {
	f, err := p.load()
	if err != nil {
		return err
	}
	for _, name := range f.Names() {
		if _, err := fmt.Fprintln(s.out, name); err != nil {
			return writeError{err}
		}
	}
	return nil
}

// schema prints the JSON Schema of a file of presets.
type schema struct{}

func (schema) Run(s *streams) error {
	_, err := s.out.Write(config.Schema())
	return wrapWrite(err)
}

func wrapWrite(err error) error {
	if err != nil {
		return writeError{err}
	}
	return nil
}
