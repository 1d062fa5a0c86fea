package clientconfig

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Joined joins the problems of a configuration, nil without any. Each is one of
// the joined errors, and names the client if that has a name.
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

// BesideTransport is the problem of an option that WithTransport cannot follow. It
// names the option, or the preset that has set it.
func (c *Config) BesideTransport() error {
	var beside []string
	for _, setting := range []string{"proxy", "tls.root_cas", "tls.client_certificate", "tls.min_version", "tls.insecure_skip_verify", "guard", "resolver", "max_conn_age", "transport_config"} {
		if option := c.sources[setting]; option != "" && !slices.Contains(beside, option) {
			beside = append(beside, option)
		}
	}
	return fmt.Errorf("outbound: WithTransport and %s do not go together: the given transport makes its own connections; leave one of them out", strings.Join(beside, ", "))
}

// Recovered calls a function of the user's while a client is made. A panic of it is
// a problem of the option.
func Recovered(option string, f func()) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("outbound: %s: the function panicked: %v", option, p)
		}
	}()
	f()
	return nil
}
