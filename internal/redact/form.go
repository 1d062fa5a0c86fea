package redact

import (
	"bytes"
	"net/url"
	"strings"
)

// Form is the function Form with the values of c.
func (c Cover) Form(b []byte, max int) []byte {
	var out []byte
	for len(b) > 0 {
		raw, rest, _ := bytes.Cut(b, []byte("&"))
		fits := len(out)
		if fits > 0 {
			out = append(out, '&')
		}
		if out = c.appendPair(out, string(raw), Sensitive); len(out) > max {
			return out[:fits]
		}
		b = rest
	}
	return out
}

// appendPair appends a pair of a query or form to dst, its value hidden if hide
// says so. A pair that cannot be read is hidden whole.
func (c Cover) appendPair(dst []byte, raw string, hide func(name string) bool) []byte {
	name, value, found := strings.Cut(raw, "=")
	plain, err := url.QueryUnescape(name)
	if err != nil || !found && hide(plain) { // a value without a name
		return append(dst, c.hide("value")...)
	}
	if _, after, colon := strings.Cut(plain, ":"); colon && strings.Contains(after, "@") { // an address with a password
		return append(dst, c.hide("value")...)
	}
	if !found || value == "" {
		return append(dst, raw...)
	}
	if !hide(plain) {
		if clear, err := url.QueryUnescape(value); err == nil && Text(clear) == clear {
			return append(dst, raw...)
		}
	}
	dst = append(dst, url.QueryEscape(plain)...)
	dst = append(dst, '=')
	return append(dst, c.hide(plain)...)
}

// appendQuery appends raw, a query, to dst.
func (c Cover) appendQuery(dst []byte, raw string, hide func(name string) bool) []byte {
	for first := true; raw != ""; first = false {
		var pair string
		pair, raw, _ = strings.Cut(raw, "&")
		if !first {
			dst = append(dst, '&')
		}
		dst = c.appendPair(dst, pair, hide)
	}
	return dst
}

func unescaped(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}
