package config

import (
	"reflect"
	"strings"
)

// field is a field of one of the structs that are the file.
type field struct {
	reflect.StructField
	key, as, one string
	words        []string // the first is the one that is shown
	text, list   bool
	need, adds   bool
}

// fields are those of the struct t, in its order.
func fields(t reflect.Type) (fs []field) {
	for i := range t.NumField() {
		f := t.Field(i)
		fs = append(fs, field{
			StructField: f,
			key:         f.Tag.Get("key"),
			as:          f.Tag.Get("as"),
			words:       split(f.Tag.Get("word")),
			one:         f.Tag.Get("one"),
			text:        f.Tag.Get("text") != "",
			list:        f.Tag.Get("list") != "",
			need:        f.Tag.Get("need") != "",
			adds:        f.Tag.Get("adds") != "",
		})
	}
	return fs
}

// keys are those of the struct t.
func keys(t reflect.Type) (ks []string) {
	for _, f := range fields(t) {
		if f.key != "" {
			ks = append(ks, f.key)
		}
	}
	return ks
}

// words are those that the struct t may be written as.
func words(t reflect.Type) (ws []string) {
	for _, f := range fields(t) {
		ws = append(ws, f.words...)
	}
	return ws
}

var sectionType = reflect.TypeFor[section]()

// asSection returns the struct of v if v is a section, which is a pointer to a
// struct that says so. ok is false for a nil one too.
func asSection(v reflect.Value) (s reflect.Value, ok bool) {
	if v.Kind() != reflect.Pointer || v.IsNil() || !v.Type().Implements(sectionType) {
		return v, false
	}
	return v.Elem(), true
}

// isSet reports whether the file has said something about v.
func isSet(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Slice:
		return !v.IsNil()
	case reflect.Map:
		return v.Len() > 0
	}
	return !v.IsZero()
}

// isSection reports whether v is a pointer to a section.
func isSection(v reflect.Value) bool { return v.Type().Implements(sectionType) }

// split is the list of words in a tag.
func split(tag string) []string {
	return strings.FieldsFunc(tag, func(r rune) bool { return r == ',' })
}

// join is the path of key below path.
func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
