package config

import "reflect"

// Key is one setting that a preset may have.
type Key struct {
	Name    string // such as retry.max_wait
	Default string // what holds without it
	Doc     string // one sentence
}

// Keys are the settings that a preset may have, in the order in which they are
// explained, for pages and editors.
func Keys() (keys []Key) {
	t := reflect.TypeFor[preset]()
	var walk func(t reflect.Type, path string)
	walk = func(t reflect.Type, path string) {
		for _, f := range fields(t) {
			if f.key == "" {
				continue
			}
			if d := f.Tag.Get("default"); d != "" {
				keys = append(keys, Key{join(path, f.key), d, f.Tag.Get("doc")})
			}
			if f.Type.Implements(sectionType) {
				walk(f.Type.Elem(), join(path, f.key))
			}
		}
	}
	walk(t, "")
	return keys
}
