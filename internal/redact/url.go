package redact

import (
	"net/url"
	"strings"
)

// URL returns u without user info and fragment and with every query value
// hidden. Without any of them it is u's own text. A URL without a host whose user
// info a typing error has made part of the path is hidden whole. The result is
// valid UTF-8.
func (n *Names) URL(u *url.URL) string {
	if u == nil {
		return ""
	}
	if isPlain(u) {
		var a [256]byte
		return string(n.appendPlain(a[:0], u))
	}
	if misplaced(u) {
		return Mask
	}
	if u.User == nil && u.RawQuery == "" && u.Fragment == "" && u.Opaque == "" {
		return valid(u.String())
	}
	return Masker{Names: n}.bareURL(u, rule{all: true})
}

// RawURL is [Names.URL] for a text; one that cannot be parsed is hidden whole.
func (n *Names) RawURL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return Mask
	}
	return n.URL(u)
}

// AppendURL appends [Names.URL] of u to dst. Where nothing in u needs an escape
// it makes nothing on the heap.
func (n *Names) AppendURL(dst []byte, u *url.URL) []byte {
	if u == nil || !isPlain(u) {
		return append(dst, n.URL(u)...)
	}
	return n.appendPlain(dst, u)
}

// isPlain reports whether u has the usual parts and nothing in them to escape.
func isPlain(u *url.URL) bool {
	return plain(u.Scheme) && u.Opaque == "" && !u.ForceQuery && plain(u.Host) && u.Host[0] != ':' && (u.Path == "" || u.Path[0] == '/')
}

func (n *Names) appendPlain(dst []byte, u *url.URL) []byte {
	dst = append(dst, u.Scheme...)
	dst = append(dst, "://"...)
	dst = append(dst, u.Host...)
	dst = append(dst, u.EscapedPath()...)
	if u.RawQuery == "" {
		return dst
	}
	return Masker{Names: n}.appendQuery(append(dst, '?'), u.RawQuery, rule{all: true})
}

// URL returns u without user info and fragment, and with its query as
// [Masker.Query] has it; a nil hide hides every value.
func (m Masker) URL(u *url.URL, hide func(name string) bool) string {
	if misplaced(u) {
		return m.cover("url")
	}
	return m.bareURL(u, rule{all: hide == nil, hide: hide})
}

func (m Masker) bareURL(u *url.URL, r rule) string {
	bare := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}
	text := valid(bare.String())
	if u.RawQuery == "" {
		return text
	}
	dst := append(make([]byte, 0, len(text)+len(u.RawQuery)+32), text...)
	return string(m.appendQuery(append(dst, '?'), u.RawQuery, r))
}

// plain reports whether a scheme or a host is printed as it is.
func plain(host string) bool {
	return host != "" && strings.IndexFunc(host, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') &&
			r != '.' && r != '-' && r != '_' && r != ':' && r != '[' && r != ']'
	}) < 0
}

// misplaced reports whether the path of u may hold user info, as in
// http:/user:password@host. It is no user info in /users/@me.
func misplaced(u *url.URL) bool {
	if u.Host != "" && u.Host[0] != ':' {
		return false
	}
	at := strings.LastIndex(u.Path, "@")
	return u.User != nil || strings.HasPrefix(u.Path, "//") || at >= 0 && (u.Path[0] != '/' || strings.Contains(u.Path[:at], ":"))
}

// valid is s as UTF-8.
func valid(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
