package outbound

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ofClient joins the problems of a configuration, nil without any. Each is one of
// the joined errors, and names the client if that has a name.
func ofClient(name string, problems []error) error {
	var all []error
	for _, p := range flat(problems) {
		if name != "" {
			p = &problem{name, p}
		}
		all = append(all, p)
	}
	return errors.Join(all...)
}

// flat takes apart what [errors.Join] has joined, and leaves out what is nil.
func flat(errs []error) (all []error) {
	for _, err := range errs {
		joined, ok := err.(interface{ Unwrap() []error }) // the outermost only
		switch {
		case err == nil:
		case ok && errors.Join(joined.Unwrap()...).Error() == err.Error():
			all = append(all, flat(joined.Unwrap())...)
		default:
			all = append(all, err)
		}
	}
	return all
}

// problem is one of the configuration of a client that has a name.
type problem struct {
	client string
	err    error
}

func (p *problem) Error() string {
	return "outbound: " + p.client + ": " + strings.TrimPrefix(p.err.Error(), "outbound: ")
}

func (p *problem) Unwrap() error { return p.err }

// besideTransport is the problem of an option that WithTransport cannot follow. It
// names the option, or the preset that has set it.
func (c *core) besideTransport() error {
	var beside []string
	for _, setting := range []string{"proxy", "tls.root_cas", "tls.client_certificate", "tls.min_version", "tls.insecure_skip_verify", "guard", "resolver", "max_conn_age", "transport_config"} {
		if option := c.sources[setting]; option != "" && !slices.Contains(beside, option) {
			beside = append(beside, option)
		}
	}
	return fmt.Errorf("outbound: WithTransport and %s do not go together: the given transport makes its own connections; leave one of them out", strings.Join(beside, ", "))
}

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
