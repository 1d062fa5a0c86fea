package outbound

import "cmp"

// noted is an option that notes where its setting comes from: from the preset that
// it is part of, else from the option itself.
func noted(setting, option string, o Option) Option {
	return func(c *config) {
		o(c)
		c.note(setting, option)
	}
}

func (c *config) note(setting, option string) {
	if c.sources == nil {
		c.sources = map[string]string{}
	}
	c.sources[setting] = cmp.Or(c.source, option)
}

// from bundles options whose settings come from the preset of that name.
func from(name string, opts ...Option) Option {
	bundle := Options(opts...)
	return func(c *config) {
		before := c.source
		c.source = cmp.Or(name, before)
		bundle(c)
		c.source = before
	}
}
