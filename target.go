package outbound

import (
	"net/url"
	"strings"

	"example.com/outbound/internal/address"
)

// target is the URL of a typed call: path, with its parameters put in, appended to
// the base URL unless it is absolute, and the call's query.
func (c *core) target(path string, opts *callConfig) (string, error) {
	if opts != nil {
		if err := opts.checkParams(); err != nil {
			return "", err
		}
	}
	path, err := address.Locate(c.baseURL, path, opts.param(c))
	if err != nil || opts == nil || len(opts.query) == 0 {
		return path, err
	}
	rest, fragment, has := strings.Cut(path, "#")
	rest, query, _ := strings.Cut(rest, "?")
	rest += "?" + opts.addQuery(query)
	if has {
		rest += "#" + fragment
	}
	return rest, nil
}

// addQuery appends the call's query to raw, in the order of the options.
func (o *callConfig) addQuery(raw string) string {
	for _, q := range o.query {
		if raw != "" {
			raw += "&"
		}
		raw += url.QueryEscape(q.name) + "=" + url.QueryEscape(q.value)
	}
	return raw
}
