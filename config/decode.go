package config

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// decoder reads nodes of the file into the structs that are the file. It goes on
// after a problem, so that all of them are found.
type decoder struct {
	file     string
	preset   string              // whose nodes are being read
	at       map[string]Position // of the settings of that preset, by path
	problems Problems
}

func (d *decoder) position(n ast.Node) Position {
	return placeOf(n, d.file)
}

func placeOf(n ast.Node, file string) Position {
	if m, ok := n.(ast.MapNode); ok { // its own token is the first colon
		if it := m.MapRange(); it.Next() {
			n = it.Key()
		}
	}
	p := n.GetToken().Position
	return Position{file, p.Line, p.Column}
}

func (d *decoder) bad(at Position, path, format string, args ...any) {
	d.problems = append(d.problems, Problem{at, d.preset, path, fmt.Sprintf(format, args...)})
}

// value reads n into v, whose path is given; at is the place of its key.
func (d *decoder) value(n ast.Node, v reflect.Value, path string, at Position) {
	if n.Type() == ast.NullType {
		d.bad(at, path, "there is no value")
		return
	}
	if what := foreign(n); what != "" {
		d.bad(d.position(n), path, "%s", what)
		return
	}
	if s, ok := v.Addr().Interface().(scalar); ok {
		d.scalar(n, s, path)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(n, v.Elem(), path, at)
	case reflect.Slice:
		d.sequence(n, v, path)
	case reflect.Map:
		d.mapping(n, v, path)
	case reflect.Struct:
		d.structure(n, v, path, at)
	}
}

// foreign says why n is nothing for a file of presets, "" if it is.
func foreign(n ast.Node) string {
	switch n.Type() {
	case ast.AnchorType, ast.AliasType, ast.MergeKeyType:
		return "anchors and aliases are not taken: use extends"
	case ast.TagType:
		return "tags are not taken: the key says what the value is"
	}
	return ""
}

func (d *decoder) scalar(n ast.Node, s scalar, path string) {
	w, ok := wordOf(n)
	if !ok {
		d.bad(d.position(n), path, "a single value is wanted here")
		return
	}
	if err := s.read(w); err != nil {
		d.bad(d.position(n), path, "%v", err)
	}
}

// wordOf is the scalar n; ok is false if it is none.
func wordOf(n ast.Node) (w word, ok bool) {
	switch n := n.(type) {
	case *ast.LiteralNode:
		return word{strings.TrimRight(n.Value.Value, "\n"), n.Type()}, true
	case *ast.StringNode:
		return word{n.Value, n.Type()}, true
	case ast.ScalarNode:
		return word{n.GetToken().Value, n.Type()}, true
	}
	return word{}, false
}

func (d *decoder) sequence(n ast.Node, v reflect.Value, path string) {
	s, ok := n.(*ast.SequenceNode)
	if !ok {
		d.bad(d.position(n), path, "a list is wanted here, as in [a, b]")
		return
	}
	list := reflect.MakeSlice(v.Type(), len(s.Values), len(s.Values))
	for i, item := range s.Values {
		d.value(item, list.Index(i), path, d.position(item))
	}
	v.Set(list)
}

// mapping reads names and values. The names are the writer's own.
func (d *decoder) mapping(n ast.Node, v reflect.Value, path string) {
	v.Set(reflect.MakeMap(v.Type()))
	d.pairs(n, path, func(key string, at Position, item ast.Node) {
		value := reflect.New(v.Type().Elem()).Elem()
		d.value(item, value, join(path, key), at)
		v.SetMapIndex(reflect.ValueOf(key), value)
		d.mark(join(path, key), item)
	})
}

// pairs hands the entries of the mapping n to use, each key once.
func (d *decoder) pairs(n ast.Node, path string, use func(key string, at Position, item ast.Node)) bool {
	m, ok := n.(ast.MapNode)
	if !ok {
		d.bad(d.position(n), path, "a mapping is wanted here, as in {key: value}")
		return false
	}
	seen := map[string]Position{}
	for it := m.MapRange(); it.Next(); {
		at := d.position(it.Key())
		key, ok := wordOf(it.Key())
		switch first, twice := seen[key.text]; {
		case it.Key().Type() == ast.MergeKeyType:
			d.bad(at, path, "%s", foreign(it.Key()))
		case !ok:
			d.bad(at, path, "a key is a single word")
		case twice:
			d.bad(at, join(path, key.text), "the key stands in line %d already", first.Line)
		default:
			seen[key.text] = at
			use(key.text, at, it.Value())
		}
	}
	return true
}

// mark remembers where a setting stands.
func (d *decoder) mark(path string, n ast.Node) {
	if d.at != nil {
		d.at[path] = d.position(n)
	}
}
