package config

import (
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
	root    *outbound.Client // owns the connections; has none but the base's settings
	client  *outbound.Client
}

// base is what makes the base transport of a preset.
type base struct {
	proxy   *proxy
	tls     *tlsSection
	secrets []string
	bounded bool // the wait for response headers is bounded where the call or the attempt is
}

// version makes a client of a preset. It is old's where nothing changed, and
// stands on old's connections where the base did not. With an error it has no
// more than the files that the preset depends on.
func (f *File) version(name string, old *version, opts []outbound.Option) (*version, error) {
	e, err := f.entry(name)
	if err != nil {
		return &version{}, err
	}
	r := &resolver{file: f}
	v := &version{preset: e.preset}
	transport := f.transport(e, r)
	v.base = base{e.preset.Proxy, e.preset.TLS, slices.Clone(r.read), f.bounded(e)}
	if old != nil && reflect.DeepEqual(e.preset.Retry.budgetOf(), old.preset.Retry.budgetOf()) {
		v.parts.budget = old.parts.budget
	}
	if old != nil {
		v.parts.jar = old.parts.jar
	}
	set := f.settings(e, r, transport, &v.parts)
	v.secrets, v.files = r.read, r.files
	switch err := r.err(name); {
	case err != nil:
		return v, err
	case old != nil && reflect.DeepEqual(v.preset, old.preset) && slices.Equal(v.secrets, old.secrets):
		return old, nil
	case old != nil && reflect.DeepEqual(v.base, old.base):
		v.root = old.root
	default:
		if v.root, err = f.root(name, transport, v.base.bounded); err != nil {
			return v, err
		}
	}
	v.client, err = v.root.With(append([]outbound.Option{outbound.Preset(name, set)}, opts...)...)
	return v, err
}

// root makes a client that has nothing but the base: what a preset no longer
// says must not be in force still, as it would be in a copy of the last client.
func (f *File) root(name string, transport outbound.Option, bounded bool) (*outbound.Client, error) {
	opts := []outbound.Option{transport}
	if !bounded {
		opts = append(opts, outbound.WithTimeout(0), outbound.WithAttemptTimeout(0))
	}
	if f.logger != nil {
		opts = append(opts, outbound.WithLogger(*f.logger)) // for the warning of an insecure one
	}
	return outbound.New(outbound.Preset(name, opts...))
}

func (f *File) bounded(e *entry) bool {
	is := func(d *Duration) bool { return d == nil || *d > 0 }
	return is(e.preset.Timeout) || is(e.preset.AttemptTimeout)
}

// budgetOf is the budget of a section that may be nil.
func (s *retrySection) budgetOf() *budget { return or(s).Budget }

// retire closes the connections of v as its calls end.
func (v *version) retire() { v.root.HTTP().CloseIdleConnections() }
