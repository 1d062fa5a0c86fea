// Package address makes the URL of a call: path parameters, and a path appended to
// a base URL.
package address

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// Lookup finds the value of a path parameter. One that is raw goes in as it is.
type Lookup func(name string) (value string, raw, ok bool)

var errHostParam = errors.New("the value of a parameter in the host has a character that no host name has")

// expand puts the values of path parameters where path says {name}, in one pass: a
// value is never read as a template. It is escaped for the part of the URL in
// which its name stands. A name without a value is an error in the path, and stays
// as it is in a query, where braces have other uses.
func expand(path string, find Lookup) (string, error) {
	if strings.IndexByte(path, '{') < 0 {
		return path, nil
	}
	host, query := partsOf(path)
	var b strings.Builder
	for at := 0; ; {
		start := strings.IndexByte(path[at:], '{')
		if start < 0 {
			b.WriteString(path[at:])
			return b.String(), nil
		}
		start += at
		b.WriteString(path[at:start])
		name, _, closed := strings.Cut(path[start+1:], "}")
		value, raw, ok := "", false, false
		if closed && find != nil {
			value, raw, ok = find(name)
		}
		if !ok && start < query {
			return "", NoValue(name, closed)
		}
		if at = start + 1; !ok {
			b.WriteByte('{')
			continue
		}
		at += len(name) + 1
		switch {
		case raw:
			b.WriteString(value)
		case start < host:
			if strings.ContainsAny(value, `/?#@:\%[] `) {
				return "", errHostParam
			}
			b.WriteString(value)
		case start < query:
			b.WriteString(url.PathEscape(value))
		default:
			b.WriteString(url.QueryEscape(value))
		}
	}
}

// NoValue is the error of a parameter without a value, or of a { without a }.
func NoValue(name string, closed bool) error {
	if !closed {
		return errors.New("the path has a { without a }")
	}
	return fmt.Errorf("the path parameter {%s} has no value: use PathParam(%q, …)", name, name)
}

// partsOf returns where the scheme and host of a URL end, and where its query or
// fragment begins.
func partsOf(path string) (host, query int) {
	if query = strings.IndexAny(path, "?#"); query < 0 {
		query = len(path)
	}
	if isAbsolute(path) {
		if slashes := strings.Index(path[:query], "://"); slashes >= 0 {
			host = slashes + len("://")
			if end := strings.IndexByte(path[host:query], '/'); end >= 0 {
				return host + end, query
			}
			return query, query
		}
	}
	return 0, query
}

// ExpandEscaped is [expand] for a part of a URL that somebody else has parsed, with
// braces that may be escaped. A name without a value stays as it is.
func ExpandEscaped(part string, find Lookup, escape func(string) string) string {
	var b strings.Builder
	for at := 0; ; {
		start, width := brace(part[at:], '{', "%7B", "%7b")
		if start < 0 {
			b.WriteString(part[at:])
			return b.String()
		}
		b.WriteString(part[at : at+start])
		at += start
		rest := part[at+width:]
		end, closing := brace(rest, '}', "%7D", "%7d")
		value, ok := "", false
		if end >= 0 {
			if name, err := url.PathUnescape(rest[:end]); err == nil {
				value, _, ok = find(name)
			}
		}
		if !ok {
			b.WriteString(part[at : at+width])
			at += width
			continue
		}
		b.WriteString(escape(value))
		at += width + end + closing
	}
}

// brace finds a brace in s, escaped or not: where it is, -1 if there is none, and
// how long.
func brace(s string, plain byte, escaped ...string) (at, width int) {
	at, width = strings.IndexByte(s, plain), 1
	for _, e := range escaped {
		if i := strings.Index(s, e); i >= 0 && (at < 0 || i < at) {
			at, width = i, len(e)
		}
	}
	return at, width
}
