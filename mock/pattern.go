package mock

import (
	"fmt"
	"net/url"
	"strings"
)

// pattern is the URL of a stub.
type pattern struct {
	text   string
	origin string // "https://host:port", "" for any
	path   []string
	query  url.Values
}

// parsePattern reads an absolute URL or a path. A query in it is required. A
// fragment and user info are never sent, and therefore refused.
func parsePattern(raw string) (pattern, error) {
	p := pattern{text: raw}
	rest, query, _ := strings.Cut(raw, "?")
	var err error
	if p.query, err = url.ParseQuery(query); err != nil {
		return p, err
	}
	if scheme, after, ok := strings.Cut(rest, "://"); ok {
		host, path, _ := strings.Cut(after, "/")
		if scheme != "http" && scheme != "https" || host == "" {
			return p, fmt.Errorf("the URL is neither absolute (http, https) nor a path")
		}
		p.origin, rest = origin(scheme, host), "/"+path
	}
	if !strings.HasPrefix(rest, "/") || strings.ContainsAny(rest, "#") || strings.Contains(p.origin, "@") {
		return p, fmt.Errorf("the URL is neither absolute nor a path that begins with a slash; for a regular expression use RegisterResponder")
	}
	p.path = strings.Split(rest[1:], "/")
	if strings.ContainsAny(p.origin, "{}") {
		return p, fmt.Errorf("the host has a brace: only a segment of the path can be a pattern")
	}
	for i, s := range p.path {
		if err := checkSegment(s, i == len(p.path)-1); err != nil {
			return p, err
		}
	}
	return p, nil
}

// origin is scheme and host in lower case, without the scheme's own port.
func origin(scheme, host string) string {
	scheme, host = strings.ToLower(scheme), strings.ToLower(host)
	if scheme == "http" {
		host = strings.TrimSuffix(host, ":80")
	} else {
		host = strings.TrimSuffix(host, ":443")
	}
	return scheme + "://" + host
}

// miss says how u differs from p, "" if it does not.
func (p pattern) miss(u *url.URL) string {
	if got := origin(u.Scheme, u.Host); p.origin != "" && got != p.origin {
		return fmt.Sprintf("host: want %s, got %s", p.origin, got)
	}
	got := u.EscapedPath()
	if !p.matches(strings.Split(strings.TrimPrefix(got, "/"), "/")) {
		return fmt.Sprintf("path: want /%s, got %s", strings.Join(p.path, "/"), got)
	}
	return ""
}

// matches compares segment by segment: "{id}" is any one that is not empty, and
// "{rest...}" in last place is all that follow.
func (p pattern) matches(segments []string) bool {
	for i, want := range p.path {
		switch {
		case i == len(p.path)-1 && wild(want) && strings.HasSuffix(want, "...}"):
			return len(segments) >= i
		case i >= len(segments) || !matchSegment(want, segments[i]):
			return false
		}
	}
	return len(segments) == len(p.path)
}

// apart is the number of segments in which p and u differ.
func (p pattern) apart(u *url.URL) (n int) {
	got := strings.Split(strings.TrimPrefix(u.EscapedPath(), "/"), "/")
	for i, want := range p.path {
		if i >= len(got) || !matchSegment(want, got[i]) {
			n++
		}
	}
	return n + max(len(got)-len(p.path), 0)
}
