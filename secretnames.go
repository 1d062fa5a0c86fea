package outbound

import (
	"errors"
	"strings"
)

// WithSecretNames adds names whose values are never shown, to the built-in ones
// (password, token, …): of header fields, query parameters, form fields and JSON
// and XML members. A name is the same in any case, and with or without '-' and
// '_'. Repeatable. Default: the built-in names.
func WithSecretNames(names ...string) Option {
	return noted("secret_names", "WithSecretNames", func(c *config) {
		for _, name := range names {
			if strings.Trim(name, " -_.[]/:") == "" {
				c.problems = append(c.problems, errors.New("outbound: WithSecretNames: a name is empty"))
			}
		}
		c.secretNames = c.secretNames.With(names...)
	})
}
