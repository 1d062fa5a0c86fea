package config

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// structure reads n into the struct v: from a mapping its fields with a key,
// from a list the one for it, from a word the one of that word.
func (d *decoder) structure(n ast.Node, v reflect.Value, path string, at Position) {
	if w, ok := wordOf(n); ok {
		d.word(n, w, v, path)
		return
	}
	if _, ok := n.(*ast.SequenceNode); ok {
		for _, f := range fields(v.Type()) {
			if f.list {
				d.sequence(n, v.FieldByIndex(f.Index), path, f.as)
				return
			}
		}
	}
	if len(keys(v.Type())) == 0 {
		d.bad(d.position(n), path, "%s is wanted here", wanted(v.Type()))
		return
	}
	given, before := map[string]bool{}, len(d.problems)
	whole := !v.Addr().Type().Implements(sectionType)
	known := true
	is := d.pairs(n, path, asWrittenKey, func(key string, at Position, item ast.Node) {
		for _, f := range fields(v.Type()) {
			if f.key != key {
				continue
			}
			given[key] = true
			d.field(item, v.FieldByIndex(f.Index), join(path, key), f.as, at, whole)
			return
		}
		d.bad(at, path, "unknown key %q; %s", key, instead(key, keys(v.Type())))
		known = false // what is missing may be what was misspelt
	})
	if is && known {
		d.complete(v.Type(), given, path, at)
		if c, ok := v.Addr().Interface().(interface{ wrong() string }); ok && len(d.problems) == before && c.wrong() != "" {
			d.bad(at, path, "%s", c.wrong())
		}
	}
}

// field reads the value of a key. whole is true inside of a value that is
// inherited whole: only the settings of sections have a place of their own.
func (d *decoder) field(n ast.Node, v reflect.Value, path, as string, at Position, whole bool) {
	if whole {
		keep := d.at
		d.at = nil
		defer func() { d.at = keep }()
	}
	d.value(n, v, path, as, at)
	if _, ok := asSection(v); !whole && (!ok || isWord(n)) && v.Kind() != reflect.Map {
		d.mark(path, n)
	}
}

func isWord(n ast.Node) bool {
	_, ok := wordOf(n)
	return ok
}

// word reads a struct that is written as one word.
func (d *decoder) word(n ast.Node, w word, v reflect.Value, path string) {
	for _, f := range fields(v.Type()) {
		if slices.Contains(f.words, w.text) && w.isText() || slices.Contains(f.words, w.onOrOff()) {
			v.FieldByIndex(f.Index).SetBool(true)
			return
		}
	}
	for _, f := range fields(v.Type()) {
		if f.text {
			d.value(n, v.FieldByIndex(f.Index), path, f.as, d.position(n))
			return
		}
	}
	known := words(v.Type())
	if len(known) == 0 || !w.isText() {
		d.bad(d.position(n), path, "%s is wanted here, got %s", wanted(v.Type()), w)
		return
	}
	text := fmt.Sprintf("unknown value %s; %s", w, instead(w.text, known))
	if len(keys(v.Type())) > 0 {
		text += " A mapping is taken too: " + strings.Join(keys(v.Type()), ", ")
	}
	d.bad(d.position(n), path, "%s", text)
}

// wanted names what the struct t is read from.
func wanted(t reflect.Type) string {
	parts := words(t)
	for _, f := range fields(t) {
		if f.list {
			parts = append(parts, "a list")
		}
		if f.text {
			parts = append(parts, "a text")
		}
	}
	if ks := keys(t); len(ks) > 0 {
		parts = append(parts, "a mapping with "+strings.Join(ks, ", "))
	}
	return strings.Join(parts, " or ")
}
