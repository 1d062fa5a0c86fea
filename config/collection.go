package config

import (
	"net/http"
	"reflect"

	"github.com/goccy/go-yaml/ast"
	yamltoken "github.com/goccy/go-yaml/token"
)

// sequence reads a list. An item with a problem is left out.
func (d *decoder) sequence(n ast.Node, v reflect.Value, path, as string) {
	s, ok := n.(*ast.SequenceNode)
	if !ok {
		d.bad(d.position(n), path, "a list is wanted here, as in [a, b]")
		return
	}
	list := reflect.MakeSlice(v.Type(), 0, len(s.Values))
	for _, item := range s.Values {
		if d.full() {
			break
		}
		value := reflect.New(v.Type().Elem()).Elem()
		if d.value(item, value, path, as, d.position(item)) {
			list = reflect.Append(list, value)
		}
	}
	v.Set(list)
}

// headers reads names and values of fields. The names have no case (RFC 9110,
// section 5.1). A null takes the field of the parent away. An entry with a problem
// is left out.
func (d *decoder) headers(n ast.Node, to *map[string]*string, path, as string) {
	*to = map[string]*string{}
	d.pairs(n, path, http.CanonicalHeaderKey, func(name string, at Position, item ast.Node) {
		key, canonical := join(path, name), http.CanonicalHeaderKey(name)
		var value string
		switch {
		case !tokenRE.MatchString(name):
			d.bad(d.position(item), key, "not the name of a header")
			return
		case item.Type() == ast.NullType && item.GetToken().Type == yamltoken.ImplicitNullType:
			d.bad(at, key, "there is no value: write null to take the field of the parent away")
			return
		case item.Type() == ast.NullType:
			(*to)[canonical] = nil
		case !d.value(item, reflect.ValueOf(&value).Elem(), key, as, at):
			return
		case isCredential(name) && len(references(value)) == 0:
			d.bad(d.position(item), key, "%v", errSecret)
			return
		default:
			(*to)[canonical] = &value
		}
		d.mark(join(path, canonical), item)
	})
}

// isCredential reports whether a field carries a secret.
func isCredential(header string) bool {
	switch http.CanonicalHeaderKey(header) {
	case "Authorization", "Proxy-Authorization", "Cookie", "X-Api-Key", "X-Auth-Token":
		return true
	}
	return false
}

// asWrittenKey is the norm of keys whose case matters.
func asWrittenKey(key string) string { return key }

// pairs calls use with the entries of the mapping n, each key once. Two keys are
// the same if norm makes the same of them.
func (d *decoder) pairs(n ast.Node, path string, norm func(string) string, use func(key string, at Position, item ast.Node)) bool {
	m, ok := n.(ast.MapNode)
	if !ok {
		what := unsupported(n)
		if what == "" {
			what = "a mapping is wanted here, as in {key: value}"
		}
		d.bad(d.position(n), path, "%s", what)
		return false
	}
	seen := map[string]Position{}
	for it := m.MapRange(); it.Next() && !d.full(); {
		at := d.position(it.Key())
		key, ok := wordOf(it.Key())
		what := unsupported(it.Key())
		switch first, twice := seen[norm(key.text)]; {
		case what != "":
			d.bad(at, path, "%s", what)
		case !ok:
			d.bad(at, path, "a key is a single word")
		case twice:
			d.bad(at, join(path, key.text), "the key is in line %d already", first.Line)
		default:
			seen[norm(key.text)] = at
			use(key.text, at, it.Value())
		}
	}
	return true
}

// mark remembers the place of a setting.
func (d *decoder) mark(path string, n ast.Node) {
	if d.at != nil {
		d.at[path] = d.position(n)
	}
}
