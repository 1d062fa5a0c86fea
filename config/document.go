package config

import (
	"maps"
	"reflect"
	"regexp"
	"slices"

	"github.com/goccy/go-yaml/ast"
)

// decode reads the document. Its presets are read one by one, so that each problem
// and each setting has the name of its preset.
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
