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
	secrets []string // the values of its references
	files   []string // that they name
	parts   parts
	base    base
	root    *outbound.Client // has the connections, and no settings but those of the base
	client  *outbound.Client
}

// version makes a client of a preset. It returns old where nothing changed, and
// shares old's connections where the base did not change. With an error it returns a
// version that has only the files that the preset depends on.
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

// root makes a client that has only the base. The clients of the versions are copies
// of it, not of each other: a copy would keep a setting that the preset no longer has.
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

// retire closes the connections of v as its calls end, except those that it shares
// with now, the version that replaces it. now is nil if there is none.
func (v *version) retire(now *version) {
	for _, c := range []*outbound.Client{v.root, v.client} {
		if now == nil || !sharesPool(c, now.root) && !sharesPool(c, now.client) {
			c.HTTP().CloseIdleConnections()
		}
	}
}

// sharesPool reports whether c and o have the same connections. It is also true if c
// is on a base transport of the program, whose connections are not ours to close.
func sharesPool(c, o *outbound.Client) bool {
	t, ok := c.HTTP().Transport.(interface{ SharesPool(http.RoundTripper) bool })
	return ok && t.SharesPool(o.HTTP().Transport)
}
