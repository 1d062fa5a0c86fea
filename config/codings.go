package config

import (
	"maps"
	"slices"
	"strings"

	"example.com/outbound"
)

// Coding offers a content coding to the presets, under the name that their key
// codings has for it:
//
//	config.Load(path, config.Coding("zstd", coding.Zstd()), config.Coding("br", coding.Brotli()))
//
// A decoder is code, so that the program brings it along: a program whose presets
// name none compiles none. Default: none; a preset that names a coding which is not
// offered is a [Problem].
func Coding(name string, o outbound.Option) Option {
	return func(s *settings) {
		if s.codings == nil {
			s.codings = map[string]outbound.Option{}
		}
		s.codings[name] = o
	}
}

// checkCodings reports the codings of a preset that the program does not offer.
func (f *File) checkCodings(e *entry, d *decoder) {
	if e.at["codings"].preset != e.name {
		return // the parent's problem
	}
	for _, name := range e.preset.Codings {
		switch known := slices.Sorted(maps.Keys(f.codings)); {
		case f.codings[name] != nil:
		case len(known) == 0:
			d.bad(f.blame(e, "codings"), "codings", "the program offers no coding %q: see config.Coding", name)
		default:
			d.bad(f.blame(e, "codings"), "codings", "the program offers no coding %q; it offers %s", name, strings.Join(known, ", "))
		}
	}
}

// codingOptions are the options of the codings that p names.
func (f *File) codingOptions(p *preset) (opts []outbound.Option) {
	for _, name := range p.Codings {
		opts = append(opts, f.codings[name]) // nil in a preview of one that is not offered
	}
	return opts
}
