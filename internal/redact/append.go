package redact

import (
	"net/url"
	"strings"
)

// AppendURL appends [URL] of u to dst. Where nothing in u needs an escape it
// makes nothing on the heap.
func AppendURL(dst []byte, u *url.URL) []byte {
	if u == nil || u.Scheme == "" || u.Opaque != "" || u.ForceQuery || !plainHost(u.Host) || u.Path != "" && u.Path[0] != '/' {
		return append(dst, URL(u)...)
	}
	dst = append(dst, u.Scheme...)
	dst = append(dst, "://"...)
	dst = append(dst, u.Host...)
	dst = append(dst, u.EscapedPath()...)
	if u.RawQuery == "" {
		return dst
	}
	return Cover(nil).appendQuery(append(dst, '?'), u.RawQuery, hideAll)
}

// plainHost reports whether host is printed as it is.
func plainHost(host string) bool {
	return host != "" && host[0] != ':' && strings.IndexFunc(host, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') &&
			r != '.' && r != '-' && r != '_' && r != ':' && r != '[' && r != ']'
	}) < 0
}

// URL returns u without user info and fragment, and with the values of the query
// hidden of the names for which hide is true; nil is every name.
func (c Cover) URL(u *url.URL, hide func(name string) bool) string {
	if hide == nil {
		hide = hideAll
	}
	if misplaced(u) {
		return c.hide("url")
	}
	bare := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}
	if u.RawQuery == "" {
		return bare.String()
	}
	return string(c.appendQuery([]byte(bare.String()+"?"), u.RawQuery, hide))
}
