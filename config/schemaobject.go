package config

import (
	"maps"
	"reflect"
)

// object is the mapping of the struct t. Of the keys that exclude each other
// exactly one is required.
func (b *schemas) object(t reflect.Type) schema {
	props, required, one := schema{}, []string{}, []schema(nil)
	for _, f := range fields(t) {
		if f.key == "" {
			continue
		}
		p := schema{"description": f.Tag.Get("doc")}
		if d := f.Tag.Get("default"); d != "" {
			p["description"] = f.Tag.Get("doc") + " Default: " + d + "."
		}
		maps.Copy(p, b.of(f.Type, f.as))
		props[f.key] = p
		if f.need {
			required = append(required, f.key)
		}
		if f.one != "" {
			one = append(one, schema{"required": []string{f.key}})
		}
	}
	s := schema{"properties": props, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	switch {
	case len(one) > 0 && len(one) == len(props):
		s["minProperties"], s["maxProperties"] = 1, 1
	case len(one) > 0:
		s["oneOf"] = one
	}
	return s
}
