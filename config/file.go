package config

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/rs/zerolog"

	"example.com/outbound"
)

// File is a file of presets without problems. It is immutable and safe for
// concurrent use.
type File struct {
	presets map[string]*entry
	names   []string // of the presets in the file, in its order
	path    string   // as given to Load
	logger  *zerolog.Logger
	codings map[string]outbound.Option
}

// entry is a preset with what it inherits.
type entry struct {
	name      string
	own       preset
	begins    Position
	at        map[string]origin  // of the settings, by path
	preset    preset             // with what it inherits
	line      []string           // the presets that it extends, nearest first
	done      bool               // preset, at and line are complete
	lost      map[string]bool    // the paths of its problems
	inherited map[string]*string // headers
}

// origin is the place of a setting, and the preset that has it.
type origin struct {
	Position
	preset string
}

// Option is a setting of [Load], [Parse] and [Watch].
type Option func(*settings)

// Logger writes a line per call of every preset to l, with the content that the
// logging section of the preset asks for. Default: no log, and the logging sections
// have no effect.
func Logger(l zerolog.Logger) Option { return func(s *settings) { s.logger = &l } }

// Load reads the presets of a YAML or JSON file: a regular file of at most 1 MiB in
// UTF-8, 64 levels deep and with at most 20 000 keys. Everything that is wrong with
// its text is reported at once, as [Problems]. References are not resolved yet.
// Relative paths in the file are relative to its folder.
func Load(path string, opts ...Option) (*File, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, fmt.Errorf("config: %w", err)
	}
	return read(data, path, newSettings(opts))
}

// Parse is [Load] for the bytes of a file. Relative paths are relative to the
// working directory.
func Parse(data []byte, opts ...Option) (*File, error) {
	return read(data, "", newSettings(opts))
}

// Names are the presets of the file, in its order.
func (f *File) Names() []string { return slices.Clone(f.names) }

func read(data []byte, path string, s settings) (*File, error) {
	root, err := parse(data, path)
	if err != nil {
		return nil, err
	}
	f := &File{presets: builtins(), path: path, logger: s.logger, codings: s.codings}
	d := &decoder{file: path}
	f.decode(root, d)
	f.inherit(d)
	for _, name := range f.names {
		if !d.full() {
			f.check(f.presets[name], d)
		}
	}
	if len(d.problems) > 0 {
		return nil, d.problems.sorted()
	}
	return f, nil
}

// resolvePath returns the path of a file that the presets name.
func (f *File) resolvePath(name string) string {
	if f.path == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(filepath.Dir(f.path), name)
}
