package config

import (
	"reflect"
	"strings"
)

// complete asks for the keys that must be there.
func (d *decoder) complete(t reflect.Type, given map[string]bool, path string, at Position) {
	choice, of, chosen := "", []string(nil), []string(nil)
	for _, f := range fields(t) {
		if f.need && !given[f.key] {
			d.bad(at, path, "the key %q is missing", f.key)
		}
		if f.one != "" {
			choice, of = f.one, append(of, f.key)
			if given[f.key] {
				chosen = append(chosen, f.key)
			}
		}
	}
	switch {
	case choice == "" || len(chosen) == 1:
	case len(chosen) == 0:
		d.bad(at, path, "no %s: one of %s", choice, strings.Join(of, ", "))
	default:
		d.bad(at, path, "more than one %s: %s", choice, strings.Join(chosen, ", "))
	}
}
