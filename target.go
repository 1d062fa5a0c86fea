package outbound

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"example.com/outbound/internal/redact"
)

// target is the URL of a typed call: path, with its parameters put in, appended to
// the base URL unless it is absolute, and the call's query.
func (c *core) target(path string, opts *callConfig) (string, error) {
	if opts != nil {
		if err := opts.checkParams(); err != nil {
			return "", err
		}
	}
	path, err := c.locate(c.baseURL, path, opts.param(c))
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

// locate is the URL that path means: with its parameters put in, and appended to
// base unless it is absolute. A parameter does not make it absolute.
func (c *core) locate(base, path string, find lookup) (string, error) {
	absolute := isAbsolute(path)
	path, err := expand(path, find)
	switch {
	case err != nil:
		return "", err
	case absolute && !isHTTP(path) && isHostPort(path):
		return "", noScheme(path)
	case absolute:
		return path, nil
	case base == "":
		return "", noScheme(path)
	}
	return join(base, path), nil
}

// join appends path to base. One slash stands between them and the others are the
// path's own; without a path it is base itself.
func join(base, path string) string {
	switch {
	case path == "" || path[0] == '?' || path[0] == '#':
		return base + path
	case path[0] == '/':
		return strings.TrimSuffix(base, "/") + path
	}
	return strings.TrimSuffix(base, "/") + "/" + path
}

// isAbsolute reports whether path begins with a scheme (RFC 3986, section 3.1) or
// something like it.
func isAbsolute(path string) bool {
	scheme, _, ok := strings.Cut(path, ":")
	return ok && scheme != "" && !strings.ContainsAny(scheme, "/?#{")
}

func isHTTP(path string) bool {
	scheme, _, _ := strings.Cut(path, ":")
	return strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")
}

// isHostPort reports whether path begins with a host and a port: "localhost:8080/x".
func isHostPort(path string) bool {
	_, rest, _ := strings.Cut(path, ":")
	port := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]
	return port != "" && (len(port) == len(rest) || strings.ContainsAny(rest[len(port):len(port)+1], "/?#"))
}

var errRelative = errors.New("the path is relative and there is no base URL: use WithBaseURL, or write the whole URL, https://host/path")

// noScheme is the error of a URL that lacks its beginning. Where the host is there,
// it shows the URL to write.
func noScheme(path string) error {
	host := path
	if i := strings.IndexAny(path, "/?#"); i >= 0 {
		host = path[:i]
	}
	name, _, _ := strings.Cut(host, ":")
	scheme := "https://"
	switch {
	case name == "localhost" || strings.HasPrefix(name, "127."):
		scheme = "http://"
	case strings.Trim(name, ".") == "" || !strings.Contains(host, ".") && !strings.Contains(host, ":"):
		return errRelative
	}
	return fmt.Errorf("the URL has no scheme: did you mean %q?", redact.RawURL(scheme+path))
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
