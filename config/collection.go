package config

import (
	"reflect"

	"github.com/goccy/go-yaml/ast"
)

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
