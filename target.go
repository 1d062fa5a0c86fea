package outbound

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// target is the URL of a typed call: path, with its parameters put in, appended
// to the base URL unless it is absolute, and the call's query.
func (c *core) target(path string, opts *callConfig) (string, error) {
	absolute := isAbsolute(path) // no parameter makes it so
	if opts != nil {
		if err := opts.checkParams(); err != nil {
			return "", err
		}
		path = opts.expand(path)
	}
	if i := strings.IndexAny(path, "{?#"); i >= 0 && path[i] == '{' {
		return "", errors.New("a path parameter has no value")
	}
	if !absolute {
		if c.home == nil {
			return "", errors.New("the path is relative and there is no base URL")
		}
		path = strings.TrimRight(c.baseURL, "/") + "/" + strings.TrimLeft(path, "/")
	}
	if opts == nil || len(opts.query) == 0 {
		return path, nil
	}
	rest, fragment, has := strings.Cut(path, "#")
	rest, query, _ := strings.Cut(rest, "?")
	rest += "?" + opts.addQuery(query)
	if has {
		rest += "#" + fragment
	}
	return rest, nil
}

// isAbsolute reports whether path begins with a scheme (RFC 3986, section 3.1).
func isAbsolute(path string) bool {
	scheme, _, ok := strings.Cut(path, ":")
	if !ok || scheme == "" || strings.ContainsAny(scheme, "/?#{") {
		return false
	}
	return true
}

// check reports what of the call's options cannot be sent.
func (o *callConfig) check() error {
	if len(o.problems) > 0 {
		return errors.Join(o.problems...)
	}
	for _, h := range o.header {
		if !httpguts.ValidHeaderFieldName(h.name) || !httpguts.ValidHeaderFieldValue(h.value) {
			return errHeader
		}
	}
	return o.checkParams()
}

// checkParams refuses values that would name another resource, or smuggle a
// line into the request.
func (o *callConfig) checkParams() error {
	for _, p := range o.params {
		if err := checkParam(p.name, p.value); err != nil {
			return err
		}
	}
	for _, q := range o.query {
		if hasLineEnd(q.name + q.value) {
			return fmt.Errorf("Query(%q): the value has a control character", q.name)
		}
	}
	return nil
}

func checkParam(name, value string) error {
	switch {
	case value == "" || value == "." || value == "..":
		return fmt.Errorf("PathParam(%q): empty or a dot segment", name)
	case hasLineEnd(value):
		return fmt.Errorf("PathParam(%q): the value has a control character", name)
	}
	return nil
}

func hasLineEnd(s string) bool { return strings.ContainsAny(s, "\r\n\x00") }

// expand puts the path parameters in.
func (o *callConfig) expand(path string) string {
	for _, p := range o.params {
		path = strings.ReplaceAll(path, "{"+p.name+"}", url.PathEscape(p.value))
	}
	return path
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
