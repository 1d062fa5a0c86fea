package config

import (
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"

	"github.com/goccy/go-yaml/ast"
	"github.com/rs/zerolog"
)

// File is a file of presets that has been read and found right. It is immutable
// and safe for concurrent use.
type File struct {
	presets map[string]*entry
	names   []string // of the presets in the file, in its order
	path    string   // as given to Load
	logger  *zerolog.Logger
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

// origin is where a setting comes from.
type origin struct {
	Position
	preset string
}

// Option is a setting of [Load], [Parse] and [Watch].
type Option func(*settings)

// Logger writes a line per call of every preset to l, as its logging section has
// it. Default: off, and the logging sections mean nothing.
func Logger(l zerolog.Logger) Option { return func(s *settings) { s.logger = &l } }

// Load reads the presets of a YAML or JSON file. What is wrong in it is reported
// as [Problems], all at once. References are not resolved yet. Relative paths in
// the file begin at its folder.
func Load(path string, opts ...Option) (*File, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, fmt.Errorf("config: %w", err)
	}
	return read(data, path, newSettings(opts))
}

// Parse is [Load] for the bytes of a file. Relative paths begin at the working
// directory.
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
	f := &File{presets: builtins(), path: path, logger: s.logger}
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

// decode reads the document. Its presets are read one by one, so that each
// problem and each setting knows whose it is.
func (f *File) decode(root ast.Node, d *decoder) {
	var doc document
	t := reflect.TypeFor[document]()
	found := false
	ok := d.pairs(root, "", asWrittenKey, func(key string, at Position, n ast.Node) {
		switch {
		case key == "presets":
			found = true
			d.pairs(n, "presets", asWrittenKey, func(name string, at Position, n ast.Node) { f.add(d, name, at, n) })
		case slices.Contains(keys(t), key):
			d.value(n, reflect.ValueOf(&doc.Schema).Elem(), key, "name", at)
		default:
			d.bad(at, "", "unknown key %q; %s", key, instead(key, keys(t)))
			found = true
		}
	})
	if ok && !found && len(d.problems) == 0 {
		d.bad(d.position(root), "", "the key \"presets\" is missing")
	}
}

var presetName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// add reads one preset.
func (f *File) add(d *decoder, name string, at Position, n ast.Node) {
	e := &entry{name: name, begins: at, at: map[string]origin{}, lost: map[string]bool{}}
	d.preset, d.at, d.lost = name, map[string]Position{}, e.lost
	defer func() { d.preset, d.at, d.lost = "", nil, nil }()
	switch {
	case f.presets[name] != nil:
		d.bad(at, "", "the name belongs to the built-in preset")
		return
	case !presetName.MatchString(name):
		d.bad(at, "", "a name has letters, digits, dots, underscores and dashes only")
	}
	if n.Type() != ast.NullType { // a preset may be all defaults
		d.value(n, reflect.ValueOf(&e.own).Elem(), "", "", at)
	}
	for path, p := range maps.All(d.at) {
		e.at[path] = origin{p, name}
	}
	f.presets[name], f.names = e, append(f.names, name)
}

// resolvePath is where a file named in the presets is.
func (f *File) resolvePath(name string) string {
	if f.path == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(filepath.Dir(f.path), name)
}
