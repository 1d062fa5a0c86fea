package config

import (
	"strings"

	"example.com/outbound"
)

// check reports what is wrong with a preset as a whole: settings that contradict
// each other, and the errors of outbound.New. References are not resolved and no
// file is read. Settings with a problem of their own are not set, so that all others
// can be checked.
func (f *File) check(e *entry, d *decoder) {
	d.preset = e.name
	defer func() { d.preset = "" }()
	for _, c := range contradictions(&e.preset) {
		if e.means(c.keys) {
			d.bad(f.blame(e, c.keys...), c.keys[0], "%s%s", c.text, f.because(e, c.keys))
		}
	}
	f.checkCodings(e, d)
	option := f.option(e, &resolver{file: f, preview: true})
	if e.preset.BaseURL == nil && f.lost(e, "base_url", "extends", "") {
		option = outbound.Options(outbound.WithBaseURL("https://preview.invalid"), option)
	}
	_, err := outbound.New(option)
	for _, p := range each(err) {
		text := strings.TrimPrefix(strings.TrimPrefix(p.Error(), "outbound: "), e.name+": ") // it stands before the key
		key := keyOf(text)
		d.bad(f.blame(e, key), key, "%s", text)
	}
}

// means reports whether a contradiction is e's own. One between inherited settings
// is the parent's problem, and an inherited setting may be what a misspelt key of
// e was to replace.
func (e *entry) means(keys []string) bool {
	own := false
	for _, key := range keys {
		if e.at[key].preset == e.name {
			own = true
		} else if e.lost[key] || e.lost[sectionOf(key)] {
			return false
		}
	}
	return own
}

// sectionOf is the path that key is in: retry for retry.max_wait.
func sectionOf(key string) string {
	return key[:max(strings.LastIndexByte(key, '.'), 0)]
}

// lost reports whether e, or a preset that it extends, has a problem at one of the
// paths: then what e lacks may be what was meant there.
func (f *File) lost(e *entry, paths ...string) bool {
	for _, name := range append([]string{e.name}, e.line...) {
		for _, path := range paths {
			if f.presets[name].lost[path] {
				return true
			}
		}
	}
	return false
}

// blame returns the place of a problem: of the first of the settings that the preset
// itself has, else of the first that is in the file, else of the preset.
func (f *File) blame(e *entry, keys ...string) Position {
	for _, own := range []bool{true, false} {
		for _, key := range keys {
			if o, ok := e.at[key]; ok && o.Line > 0 && (!own || o.preset == e.name) {
				return o.Position
			}
		}
	}
	return e.begins
}

// because names the settings of a contradiction that are inherited.
func (f *File) because(e *entry, keys []string) string {
	var from []string
	for _, key := range keys {
		if o := e.at[key]; o.preset != "" && o.preset != e.name {
			from = append(from, key+" is from "+o.preset)
		}
	}
	if from == nil {
		return ""
	}
	return " (" + strings.Join(from, ", ") + ")"
}
