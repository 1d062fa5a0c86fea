package config

import (
	"bytes"
	"encoding/json"
	"reflect"
)

// schema is a JSON Schema (draft 2020-12).
type schema map[string]any

// Schema returns the JSON Schema of a file of presets, made from the structs
// that the file is read into. An editor that knows it completes keys and marks
// mistakes; what depends on two settings only Parse finds.
func Schema() []byte {
	b := &schemas{defs: schema{}}
	root := b.of(reflect.TypeFor[document]())
	s := schema{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "presets of outbound", "$defs": b.defs}
	for k, v := range root {
		s[k] = v
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err) // maps, lists and texts
	}
	return out.Bytes()
}

// schemas makes the schema of each struct once: they may contain each other.
type schemas struct{ defs schema }

func (b *schemas) of(t reflect.Type) schema {
	if s, ok := reflect.New(t).Interface().(scalar); ok {
		return s.schema()
	}
	switch t.Kind() {
	case reflect.Pointer:
		return b.of(t.Elem())
	case reflect.Slice:
		return schema{"type": "array", "items": b.of(t.Elem())}
	case reflect.Map:
		s := schema{"type": "object", "propertyNames": schema{"pattern": token9110.String()}, "additionalProperties": b.of(t.Elem())}
		if t.Elem() == reflect.TypeFor[preset]() {
			s["propertyNames"] = schema{"pattern": presetName.String(), "not": schema{"enum": []string{nameStandard, nameInternalNetwork}}}
			s["additionalProperties"] = schema{"oneOf": []schema{b.of(t.Elem()), {"type": "null"}}}
		}
		return s
	}
	if t == reflect.TypeFor[document]() {
		return b.structure(t)
	}
	if b.defs[t.Name()] == nil {
		b.defs[t.Name()] = schema{} // for one that contains itself
		b.defs[t.Name()] = b.structure(t)
	}
	return schema{"$ref": "#/$defs/" + t.Name()}
}

// structure is every form that the struct t is written in.
func (b *schemas) structure(t reflect.Type) schema {
	var forms []schema
	if ws := words(t); len(ws) > 0 {
		forms = append(forms, schema{"enum": ws})
	}
	for _, f := range fields(t) {
		switch s := b.of; {
		case f.list:
			forms = append(forms, s(f.Type))
		case f.text:
			text := s(f.Type)
			if ws := words(t); len(ws) > 0 {
				text["not"] = schema{"enum": ws}
			}
			forms = append(forms, text)
		}
	}
	if len(keys(t)) > 0 {
		forms = append(forms, b.object(t))
	}
	if len(forms) == 1 {
		return forms[0]
	}
	return schema{"oneOf": forms}
}

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
		for k, v := range b.of(f.Type) {
			p[k] = v
		}
		props[f.key] = p
		if f.need {
			required = append(required, f.key)
		}
		if f.one != "" {
			one = append(one, schema{"required": []string{f.key}})
		}
	}
	s := schema{"type": "object", "properties": props, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	if one != nil {
		s["oneOf"] = one
	}
	return s
}
