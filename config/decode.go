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
