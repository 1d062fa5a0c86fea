package config

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// inherit gives every preset what it extends.
func (f *File) inherit(d *decoder) {
	for _, name := range slices.Sorted(maps.Keys(f.presets)) {
		f.complete(f.presets[name], nil, d)
	}
	d.preset = ""
}

// complete adds to e the settings that it inherits. path has the presets whose
// completion waits for e. An unknown name and a circle are problems of the preset
// that has them.
func (f *File) complete(e *entry, path []string, d *decoder) {
	if e.done {
		return
	}
	e.done, e.preset = true, e.own
	defer f.takeAway(e, d)
	if e.own.Extends == nil {
		return
	}
	name := *e.own.Extends
	parent, path := f.presets[name], append(path, e.name)
	begin := slices.Index(path, name)
	if parent != nil && begin < 0 {
		f.complete(parent, path, d)
		e.take(parent)
		return
	}
	e.lost["extends"], d.preset = true, e.name
	if begin >= 0 {
		d.bad(e.at["extends"].Position, "extends", "the presets extend each other in a circle: %s",
			strings.Join(append([]string{e.name}, path[begin:]...), " → "))
		return
	}
	d.bad(e.at["extends"].Position, "extends", "there is no preset %q; %s", name, instead(name, slices.Collect(maps.Keys(f.presets))))
}

// take adds the settings of parent that e does not have.
func (e *entry) take(parent *entry) {
	merged := maps.Clone(parent.at)
	e.inherited = parent.preset.Headers
	for path, o := range e.at {
		for p := range merged { // what it replaces
			if p == path || strings.HasPrefix(p, path+".") || strings.HasPrefix(path, p+".") {
				delete(merged, p)
			}
		}
		merged[path] = o
	}
	e.preset = merge(reflect.ValueOf(&parent.preset), reflect.ValueOf(&e.own)).Interface().(preset)
	e.at = merged
	e.line = append([]string{parent.name}, parent.line...)
}

// takeAway removes the headers that e has a null for.
func (f *File) takeAway(e *entry, d *decoder) {
	for name, value := range e.own.Headers {
		if value != nil {
			continue
		}
		path := join("headers", name)
		if _, inherited := e.inherited[name]; !inherited && !f.lost(e, "extends", "headers", join("headers", name)) {
			d.preset = e.name
			d.bad(e.at[path].Position, path, "there is nothing to take away: no preset that this one extends has the field")
		}
		delete(e.at, path)
	}
	e.preset.Headers = maps.Clone(e.preset.Headers)
	maps.DeleteFunc(e.preset.Headers, func(_ string, v *string) bool { return v == nil })
}

// merge returns the struct that over points to, with the settings that it does not have
// from under: sections setting by setting, mappings entry by entry, all else whole.
func merge(under, over reflect.Value) reflect.Value {
	out := reflect.New(over.Type().Elem()).Elem()
	for _, f := range fields(out.Type()) {
		u, o := under.Elem().FieldByIndex(f.Index), over.Elem().FieldByIndex(f.Index)
		to := out.FieldByIndex(f.Index)
		_, uSection := asSection(u)
		_, oSection := asSection(o)
		switch {
		case !isSet(o):
			to.Set(u)
		case uSection && oSection && !isWordOnly(u) && !isWordOnly(o):
			to.Set(merge(u, o).Addr())
		case f.adds:
			to.Set(reflect.AppendSlice(reflect.AppendSlice(reflect.MakeSlice(o.Type(), 0, u.Len()+o.Len()), u), o))
		case o.Kind() == reflect.Map:
			m := reflect.MakeMap(o.Type())
			for _, from := range []reflect.Value{u, o} {
				for it := from.MapRange(); it.Next(); {
					m.SetMapIndex(it.Key(), it.Value())
				}
			}
			to.Set(m)
		default:
			to.Set(o)
		}
	}
	return out
}

// isWordOnly reports whether the section was written as one word: off.
func isWordOnly(section reflect.Value) bool {
	for _, f := range fields(section.Type().Elem()) {
		if len(f.words) > 0 && section.Elem().FieldByIndex(f.Index).Bool() {
			return true
		}
	}
	return false
}
