package config

import (
	"net/http"
	"reflect"
	"slices"

	"example.com/outbound"
)

// version is a preset as it was at one time, and its client.
type version struct {
	preset  preset
	secrets []string // what its references stood for
	files   []string // that they name
	parts   parts
	base    base
	root    *outbound.Client // has the connections, and no settings but those of the base
	client  *outbound.Client
}

// version makes a client of a preset. It is old's where nothing changed, and on
// old's connections where the base did not change. With an error it has only the
// files that the preset depends on.
func (f *File) version(name string, old *version, opts []outbound.Option) (*version, error) {
	e, err := f.entry(name)
	if err != nil {
		return &version{}, err
	}
	r := &resolver{file: f}
	t := f.transport(e, r)
	v := &version{preset: e.preset, base: t.base}
	if old != nil {
		v.parts = old.parts.kept(old.preset.Retry.budgetOf(), e.preset.Retry.budgetOf())
	}
	set := f.settings(e, r, t, &v.parts)
	v.secrets, v.files = r.read, r.files
	switch err := r.err(name); {
	case err != nil:
		return v, err
	case old != nil && reflect.DeepEqual(v.preset, old.preset) && slices.Equal(v.secrets, old.secrets):
		return old, nil
	case old != nil && reflect.DeepEqual(v.base, old.base):
		v.root = old.root
	default:
		if v.root, err = f.root(name, t); err != nil {
			return v, err
		}
	}
	v.client, err = v.root.With(append([]outbound.Option{outbound.Preset(name, set)}, opts...)...)
	return v, err
}

// root makes a client that has only the base: a setting that a preset no longer
// has must not stay in force, as it would in a copy of the last client.
func (f *File) root(name string, t transport) (*outbound.Client, error) {
	opts := []outbound.Option{t.option}
	if !t.base.bounded {
		opts = append(opts, outbound.WithTimeout(0), outbound.WithAttemptTimeout(0))
	}
	if f.logger != nil {
		opts = append(opts, outbound.WithLogger(*f.logger)) // for the warning of an insecure one
	}
	return outbound.New(outbound.Preset(name, opts...))
}

// budgetOf is the budget of a section that may be nil.
func (s *retrySection) budgetOf() *budget { return or(s).Budget }

// retire closes the connections of v as its calls end, but for those that now,
// the version that replaces it, has too. now is nil if none does.
func (v *version) retire(now *version) {
	for _, c := range []*outbound.Client{v.root, v.client} {
		if now == nil || !sharesPool(c, now.root) && !sharesPool(c, now.client) {
			c.HTTP().CloseIdleConnections()
		}
	}
}

// sharesPool reports whether c and o have the same connections, or c has none of
// its own, on a base transport of the program's.
func sharesPool(c, o *outbound.Client) bool {
	t, ok := c.HTTP().Transport.(interface{ SharesPool(http.RoundTripper) bool })
	return ok && t.SharesPool(o.HTTP().Transport)
}
