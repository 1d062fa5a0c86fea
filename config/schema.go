package config

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// schema is a JSON Schema (draft 2020-12).
type schema map[string]any

const schemaID = "https://example.com/outbound/docs/presets.schema.json"

// Schema returns the JSON Schema of a file of presets, made from the structs
// that the file is read into. An editor that knows it completes keys and marks
// mistakes; what depends on two settings only Parse finds.
func Schema() []byte {
	b := &schemas{defs: schema{}}
	s := b.structure(reflect.TypeFor[document]())
	s["$schema"], s["$id"] = "https://json-schema.org/draft/2020-12/schema", schemaID
	s["title"], s["$defs"] = "presets of outbound", b.defs
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

// of is the schema of t; as is the row of its scalars.
func (b *schemas) of(t reflect.Type, as string) schema {
	switch t.Kind() {
	case reflect.Pointer:
		return b.of(t.Elem(), as)
	case reflect.Slice:
		return schema{"type": "array", "items": b.of(t.Elem(), as)}
	case reflect.Map:
		if t.Elem() == reflect.TypeFor[preset]() {
			return schema{
				"type":                 "object",
				"propertyNames":        schema{"pattern": presetName.String(), "not": schema{"enum": []string{nameStandard, nameInternalNetwork, nameResilient, nameUntrusted}}},
				"additionalProperties": b.of(t.Elem(), as),
			}
		}
		value := scalars[as].schema()
		value["type"] = []string{"string", "null"}
		return schema{"type": "object", "propertyNames": schema{"pattern": tokenText}, "additionalProperties": value}
	case reflect.Struct:
		if b.defs[t.Name()] == nil {
			b.defs[t.Name()] = schema{} // for one that contains itself
			b.defs[t.Name()] = b.structure(t)
		}
		return schema{"$ref": "#/$defs/" + t.Name()}
	}
	return scalars[as].schema()
}

// structure is every form that the struct t is written in. It has no alternatives
// around the whole: a keyword for objects says nothing about a text, so that an
// error names the key that is wrong.
func (b *schemas) structure(t reflect.Type) schema {
	var types []string
	s := schema{}
	if len(keys(t)) > 0 {
		types = append(types, "object")
		s = b.object(t)
	}
	if t == reflect.TypeFor[preset]() {
		types = append(types, "null") // one with all its defaults
	}
	ws := words(t)
	if len(ws) > 0 {
		types = append(types, "string")
		s["pattern"], s["examples"] = "^("+strings.Join(quoted(ws), "|")+")$", ws
	}
	if slices.Contains(ws, "off") {
		types = append(types, "boolean")
		if !slices.Contains(ws, "on") {
			s["not"] = schema{"const": true}
		}
	}
	for _, f := range fields(t) {
		switch {
		case f.list:
			types = append(types, "array")
			s["items"] = b.of(f.Type.Elem(), f.as)
		case f.text:
			delete(s, "pattern")
			text := b.of(f.Type, f.as)
			delete(text, "type")
			maps.Copy(s, text)
		}
	}
	return typed(s, types)
}
