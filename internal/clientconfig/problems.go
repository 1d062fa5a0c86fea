package clientconfig

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Joined joins the problems of a configuration, as errors.Join does. It returns nil
// without any. Each problem names the client, if the client has a name.
func Joined(name string, problems []error) error {
	var all []error
	for _, p := range flat(problems) {
		if name != "" {
			p = &problem{name, p}
		}
		all = append(all, p)
	}
	return errors.Join(all...)
}

// flat returns errs without nil, with each error of [errors.Join] replaced by its parts.
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

// problem is a problem of the configuration of a client that has a name.
type problem struct {
	client string
	err    error
}

func (p *problem) Error() string {
	return "outbound: " + p.client + ": " + strings.TrimPrefix(p.err.Error(), "outbound: ")
}

func (p *problem) Unwrap() error { return p.err }

// TransportConflict returns the problem of options beside WithTransport that change the
// connections of the built-in base. It names the options, or the presets that have them.
func (c *Config) TransportConflict() error {
	var beside []string
	for _, setting := range []string{"proxy", "tls.root_cas", "tls.client_certificate", "tls.min_version", "tls.insecure_skip_verify", "guard", "resolver", "max_conn_age", "transport_config"} {
		if option := c.sources[setting]; option != "" && !slices.Contains(beside, option) {
			beside = append(beside, option)
		}
	}
	return fmt.Errorf("outbound: WithTransport and %s do not go together: the given transport makes its own connections; leave one of them out", strings.Join(beside, ", "))
}
