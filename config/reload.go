package config

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
)

// stamp is what was in the files at one time.
type stamp struct {
	files []string // beside the file of presets, sorted
	sum   [sha256.Size]byte
}

// stampOf reads the file of presets and the given ones. One that cannot be read
// counts as empty.
func (w *Watcher) stampOf(files []string) [sha256.Size]byte {
	h := sha256.New()
	for _, name := range append([]string{w.path}, files...) {
		data, _ := readFile(name)
		sum := sha256.Sum256(data)
		h.Write(sum[:])
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// loaded is what became of reading the files.
type loaded struct {
	versions map[string]*version
	at       stamp
	err      error
}

// load makes the clients of the file, and says what the files had in them: they
// are read before, so that a change in between is noticed. Which files the presets
// depend on is known only afterwards; files is a guess.
func (w *Watcher) load(old map[string]*version, files []string) (l loaded) {
	for range 3 {
		l.at = stamp{files, w.stampOf(files)}
		var named []string
		l.versions, named, l.err = w.versions(old)
		if named == nil || slices.Equal(named, files) {
			break
		}
		files = named
	}
	return l
}

// versions makes the clients of the file, with those of old where nothing
// changed, and names the files that they depend on; nil if the file itself is
// wrong.
func (w *Watcher) versions(old map[string]*version) (map[string]*version, []string, error) {
	f, err := Load(w.path, func(s *settings) { *s = w.s })
	if err != nil {
		return nil, nil, err
	}
	names := w.s.presets
	if len(names) == 0 {
		names = f.names
	}
	out, files, errs := map[string]*version{}, []string{}, []error(nil)
	for name := range old {
		if f.presets[name] == nil {
			errs = append(errs, fmt.Errorf("config: %s: preset %q is in use and has gone", w.path, name))
		}
	}
	for _, name := range names {
		v, err := f.version(name, old[name], w.s.client)
		files = append(files, v.files...)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		out[name] = v
	}
	slices.Sort(files)
	return out, slices.Compact(files), errors.Join(errs...)
}
