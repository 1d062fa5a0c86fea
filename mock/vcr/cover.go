package vcr

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"example.com/outbound/internal/redact"
)

// boundary separates the parts of every upload on a tape: each client chooses one
// of its own, by chance.
const boundary = "outbound-vcr"

// message is a request or a response, its body decoded.
type message struct {
	url    *url.URL // of a request
	header http.Header
	body   []byte
}

// newMessage decodes body. The header is a copy.
func newMessage(u *url.URL, h http.Header, body []byte) (m message, err error) {
	m = message{url: u, header: h.Clone()}
	if m.header == nil {
		m.header = http.Header{}
	}
	if m.body, err = decode(h, body); err != nil {
		return m, err
	}
	if len(body) > 0 {
		m.header.Del("Content-Encoding")
	}
	return m, nil
}

// fixBoundary gives a multipart request the boundary of all tapes.
func (m *message) fixBoundary() {
	kind := m.header.Get("Content-Type")
	was := redact.Boundary(kind, m.body)
	if was == "" {
		return
	}
	m.body = bytes.ReplaceAll(m.body, []byte("--"+was), []byte("--"+boundary))
	kind, _, _ = strings.Cut(kind, ";")
	m.header.Set("Content-Type", kind+"; boundary="+boundary)
}

// collect adds the secrets of m to s.
func (p *Tape) collect(s *secrets, m message) {
	masker := redact.Masker{Names: p.names, Shape: true, Found: s.add}
	s.addHeader(p.names, m.header)
	masker.Body(m.body, m.header.Get("Content-Type"))
	if m.url == nil {
		return
	}
	if password, ok := m.url.User.Password(); ok {
		s.add(password)
	}
	masker.Query(m.url.RawQuery, nil)
	p.pathSecrets(m.url.EscapedPath(), s.add)
}

// covering hides the secrets of one exchange.
type covering struct {
	p *Tape
	redact.Masker
}

func (p *Tape) covering(s *secrets) covering {
	return covering{p, redact.Masker{Names: p.names, Shape: true, Replace: s.replacer()}}
}

// url is u without user info, fragment and secrets.
func (c covering) url(u *url.URL) string {
	bare := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}
	path := c.p.pathSecrets(bare.EscapedPath(), func(string) {})
	bare.Path, bare.RawPath = "", ""
	if u.Opaque != "" {
		path = redact.Mask
	}
	raw := bare.String() + c.Replace(path)
	if u.RawQuery == "" {
		return raw
	}
	return raw + "?" + c.Query(u.RawQuery, nil)
}

// address is the address in a field, which may be relative.
func (c covering) address(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return redact.Mask
	}
	return c.url(u)
}

// requestHeader is h with all but the harmless fields hidden.
func (c covering) requestHeader(h http.Header) http.Header {
	out := c.Names.Header(h)
	for _, values := range out {
		for i, v := range values {
			values[i] = c.Replace(v)
		}
	}
	return out
}

// responseHeader is h without the secrets in it. A cookie keeps its name and its
// attributes, so that a jar works.
func (c covering) responseHeader(h http.Header) http.Header {
	out := make(http.Header, len(h))
	for name, values := range h {
		values = slices.Clone(values)
		for i, v := range values {
			values[i] = c.field(name, v)
		}
		out[name] = values
	}
	return out
}

func (c covering) field(name, value string) string {
	switch {
	case name == "Set-Cookie":
		cookie, err := http.ParseSetCookie(value)
		if err != nil {
			return redact.Mask
		}
		cookie.Value = redact.Mask
		return c.Replace(cookie.String())
	case isChallenge(name):
		return c.Replace(value)
	case c.Names.Sensitive(name):
		return redact.Mask
	case name == "Location" || name == "Content-Location":
		return c.address(value)
	case c.Names.HeaderShown(name):
		return c.Replace(value)
	}
	return c.Text(c.Replace(value))
}
