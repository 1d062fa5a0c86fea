package address

import (
	"errors"
	"fmt"
	"strings"

	"example.com/outbound/internal/redact"
)

// Locate is the URL that path means: with its parameters put in, and appended to
// base unless it is absolute. A parameter does not make it absolute.
func Locate(base, path string, find Lookup) (string, error) {
	absolute := isAbsolute(path)
	path, err := expand(path, find)
	switch {
	case err != nil:
		return "", err
	case absolute && !isHTTP(path) && IsHostPort(path):
		return "", NoScheme(path)
	case absolute:
		return escapePath(path), nil
	case base == "":
		return "", NoScheme(path)
	}
	return Join(base, path), nil
}

// Join appends path to base. One slash stands between them and the others are the
// path's own; without a path it is base itself. What no path has is escaped.
func Join(base, path string) string {
	return escapePath(join(base, path))
}

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

// IsHostPort reports whether path begins with a host and a port: "localhost:8080/x".
func IsHostPort(path string) bool {
	_, rest, _ := strings.Cut(path, ":")
	port := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]
	return port != "" && (len(port) == len(rest) || strings.ContainsAny(rest[len(port):len(port)+1], "/?#"))
}

var errRelative = errors.New("the path is relative and there is no base URL: use WithBaseURL, or write the whole URL, https://host/path")

// NoScheme is the error of a URL that lacks its beginning. Where the host is there,
// it shows the URL to write.
func NoScheme(path string) error {
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
