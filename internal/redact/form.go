package redact

import (
	"bytes"
	"net/url"
	"strings"
)

// Form returns b, the pairs of a form, with the values of sensitive names hidden,
// in at most max bytes. What does not fit is left out.
func (m Masker) Form(b []byte, max int) []byte {
	var out []byte
	r := rule{named: m.nameSecret(string(b))}
	for len(b) > 0 {
		raw, rest, _ := bytes.Cut(b, []byte("&"))
		fits := len(out)
		if fits > 0 {
			out = append(out, '&')
		}
		if out = m.appendPair(out, string(raw), r); len(out) > max {
			return out[:fits]
		}
		b = rest
	}
	return out
}

// Query returns raw, a query, with the values of sensitive names hidden, and those
// of the names for which hide is true; hide may be nil. A value that holds a
// secret is hidden under any name.
func (m Masker) Query(raw string, hide func(name string) bool) string {
	return string(m.appendQuery(nil, raw, rule{hide: hide}))
}

// rule selects the pairs that are hidden.
type rule struct {
	all   bool
	hide  func(name string) bool // besides Param, may be nil
	named bool                   // another pair names the value as a secret
}

func (m Masker) hides(r rule, name string) bool {
	return r.all || r.named && isValue(name) || m.Names.Param(name) || r.hide != nil && r.hide(name)
}

// appendQuery appends raw, a query, to dst.
func (m Masker) appendQuery(dst []byte, raw string, r rule) []byte {
	r.named = !r.all && m.nameSecret(raw)
	for first := true; raw != ""; first = false {
		var pair string
		pair, raw, _ = strings.Cut(raw, "&")
		if !first {
			dst = append(dst, '&')
		}
		dst = m.appendPair(dst, pair, r)
	}
	return dst
}

// appendPair appends a pair of a query or form to dst, its value hidden if r
// selects it. A pair that cannot be read is hidden whole.
func (m Masker) appendPair(dst []byte, raw string, r rule) []byte {
	name, value, found := strings.Cut(raw, "=")
	plain, err := url.QueryUnescape(name)
	if err != nil || !found && m.hides(r, plain) { // a value without a name
		return append(dst, m.hide("value", raw)...)
	}
	if m.secretName(plain) {
		return append(dst, m.cover("value")...)
	}
	if !found || value == "" {
		return appendEscaped(dst, raw)
	}
	clear, err := url.QueryUnescape(value)
	switch {
	case m.hides(r, plain):
		if err != nil {
			clear = value
		}
		dst = appendEscaped(dst, url.QueryEscape(plain))
		return append(append(dst, '='), m.hide(plain, clear)...)
	case err == nil && m.show(clear) == clear:
		return appendEscaped(dst, raw)
	}
	dst = append(dst, url.QueryEscape(plain)...)
	return append(append(dst, '='), m.cover(plain)...)
}

// secretName reports whether the name of a pair holds a secret itself, as an
// address with a password that has a "?" in it.
func (m Masker) secretName(name string) bool {
	const shortest = 16 // of a secret that a text has without a mark
	if m.Replace == nil && len(name) < shortest && !strings.ContainsAny(name, "=:<@ ") {
		return false
	}
	_, after, colon := strings.Cut(name, ":")
	return colon && strings.Contains(after, "@") || m.show(name) != name
}

// appendEscaped appends raw to dst, with an escape for what a URL must not have:
// controls, spaces and bytes that are not ASCII.
func appendEscaped(dst []byte, raw string) []byte {
	const hex = "0123456789ABCDEF"
	for i := range len(raw) {
		if c := raw[i]; c <= ' ' || c >= 0x7f {
			dst = append(dst, '%', hex[c>>4], hex[c&15])
		} else {
			dst = append(dst, c)
		}
	}
	return dst
}

// nameSecret reports whether one pair of raw names a secret that another one
// holds, as in name=password&value=x.
func (m Masker) nameSecret(raw string) bool {
	if !strings.ContainsAny(raw, "&") {
		return false
	}
	names, values := false, false
	for pair := range strings.SplitSeq(raw, "&") {
		name, value, _ := strings.Cut(pair, "=")
		name = unescaped(name)
		values = values || isValue(name)
		names = names || isNaming(name) && m.namesSecret(unescaped(value))
	}
	return names && values
}

func unescaped(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}
