package config

import (
	"fmt"
	"reflect"

	"github.com/goccy/go-yaml/ast"
)

// decoder reads nodes of the file into the structs that are the file. It goes on
// after a problem, so that all of them are found. A setting that has a problem is
// left unset, so that no second problem follows from the first.
type decoder struct {
	file     string
	preset   string              // the one that is being read
	at       map[string]Position // of the settings of that preset, by path
	lost     map[string]bool     // the paths of its problems
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

// maxProblems is how many problems of a file are reported.
const maxProblems = 1000

// full reports whether no more problems are taken.
func (d *decoder) full() bool { return len(d.problems) > maxProblems }

func (d *decoder) bad(at Position, path, format string, args ...any) {
	if len(d.problems) == maxProblems {
		d.problems = append(d.problems, Problem{Position: at, Text: "there are more problems than these"})
	}
	if d.full() {
		return
	}
	d.problems = append(d.problems, Problem{at, d.preset, path, fmt.Sprintf(format, args...)})
	if d.lost != nil {
		d.lost[path] = true
	}
}

// value reads n into v, whose path is given, and reports whether that went
// without a problem. at is the place of its key, as the row of its scalars.
func (d *decoder) value(n ast.Node, v reflect.Value, path, as string, at Position) bool {
	before := len(d.problems)
	what := unsupported(n)
	switch {
	case n.Type() == ast.NullType:
		d.bad(at, path, "there is no value")
	case what != "":
		d.bad(d.position(n), path, "%s", what)
	case v.Kind() == reflect.Pointer:
		p := reflect.New(v.Type().Elem())
		if d.value(n, p.Elem(), path, as, at) || isSection(p) {
			v.Set(p)
		}
	case v.Kind() == reflect.Slice:
		d.sequence(n, v, path, as)
	case v.Kind() == reflect.Map:
		d.headers(n, v.Addr().Interface().(*map[string]*string), path, as)
	case v.Kind() == reflect.Struct:
		d.structure(n, v, path, at)
	default:
		d.scalar(n, v, path, as)
	}
	return len(d.problems) == before
}

// unsupported says why n does not belong into a file of presets, "" if it does.
func unsupported(n ast.Node) string {
	switch n.Type() {
	case ast.AnchorType, ast.AliasType, ast.MergeKeyType:
		return "anchors and aliases are not taken: use extends"
	case ast.TagType:
		return "tags are not taken: the key says what the value is"
	}
	return ""
}

func (d *decoder) scalar(n ast.Node, v reflect.Value, path, as string) {
	w, ok := wordOf(n)
	if !ok {
		d.bad(d.position(n), path, "a single value is wanted here")
		return
	}
	value, err := scalars[as].read(w)
	if err != nil {
		d.bad(d.position(n), path, "%v", err)
		return
	}
	v.Set(reflect.ValueOf(value))
}
