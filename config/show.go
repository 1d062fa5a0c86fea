package config

import (
	"reflect"
	"strings"
)

// show writes a setting as a file would have it, in one line. as is the row of its
// scalars.
func show(v reflect.Value, as string) string {
	switch v.Kind() {
	case reflect.Pointer:
		return show(v.Elem(), as)
	case reflect.Slice:
		items := make([]string, v.Len())
		for i := range items {
			items[i] = show(v.Index(i), as)
		}
		return "[" + strings.Join(items, ", ") + "]"
	case reflect.Struct:
		return showStruct(v)
	}
	return scalars[as].show(v)
}

// showStruct writes the form that was taken: a word, a text, a list or a
// mapping in braces.
func showStruct(v reflect.Value) string {
	var pairs []string
	for _, f := range fields(v.Type()) {
		switch item := v.FieldByIndex(f.Index); {
		case len(f.words) > 0 && item.Bool():
			return f.words[0]
		case (f.text || f.list) && isSet(item):
			return show(item, f.as)
		case f.key != "" && (f.need || isSet(item)):
			pairs = append(pairs, f.key+": "+show(item, f.as))
		}
	}
	return "{" + strings.Join(pairs, ", ") + "}"
}
