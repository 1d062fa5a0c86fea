package config

import (
	"fmt"
	"reflect"
	"strings"
)

// show writes a setting as a file would have it, in one line.
func show(v reflect.Value) string {
	if s, ok := v.Interface().(fmt.Stringer); ok && v.Kind() != reflect.Pointer {
		return s.String()
	}
	switch v.Kind() {
	case reflect.Pointer:
		return show(v.Elem())
	case reflect.Slice:
		items := make([]string, v.Len())
		for i := range items {
			items[i] = show(v.Index(i))
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	return showStruct(v)
}

// showStruct writes the form that was taken: a word, a text, a list or a
// mapping in braces.
func showStruct(v reflect.Value) string {
	var pairs []string
	for _, f := range fields(v.Type()) {
		switch item := v.FieldByIndex(f.Index); {
		case f.word != "" && item.Bool():
			return f.word
		case (f.text || f.list) && isSet(item):
			return show(item)
		case f.key != "" && (f.need || isSet(item)):
			pairs = append(pairs, f.key+": "+show(item))
		}
	}
	return "{" + strings.Join(pairs, ", ") + "}"
}
