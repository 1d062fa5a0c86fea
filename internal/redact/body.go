package redact

import (
	"bytes"
	"math"
	"mime"
	"strings"
)

// Body returns b, a whole body of a type, with the secrets in it hidden. It is b
// itself if there are none. Where contentType is unknown or does not fit b, the bytes
// decide: a body that is neither JSON, XML nor multipart is treated as text. In a
// binary body each run without a control character is treated as text.
func (m Masker) Body(b []byte, contentType string) []byte {
	changed := false
	m.changed = &changed
	out := m.body(b, contentType)
	if !changed {
		return b
	}
	return out
}

func (m Masker) body(b []byte, contentType string) []byte {
	switch start := bytes.TrimLeft(b, "\ufeff \t\r\n"); {
	case len(b) == 0:
		return b
	case mediaType(contentType) == "application/x-www-form-urlencoded":
		return m.Form(b, math.MaxInt)
	case Boundary(contentType, b) != "":
		if out, ok := m.multipart(b, Boundary(contentType, b)); ok {
			return out
		}
	case len(start) > 0 && start[0] == '<':
		if out, whole := m.xml(start, math.MaxInt); whole {
			return out
		}
	case len(start) > 0 && (start[0] == '{' || start[0] == '[' || start[0] == '"'):
		return m.jsonLines(start)
	}
	return m.bytes(b)
}

// jsonLines is a JSON text, or several, one in each line. What is none is a text.
func (m Masker) jsonLines(b []byte) []byte {
	if out, whole := m.json(b, math.MaxInt); whole {
		return out
	}
	var all []byte
	for line := range bytes.Lines(b) {
		if out, whole := m.json(line, math.MaxInt); whole {
			all = append(append(all, out...), '\n')
		} else {
			all = append(all, m.bytes(line)...)
		}
	}
	return all
}

func (m Masker) multipart(b []byte, boundary string) (out []byte, whole bool) {
	parts, whole := readParts(b, boundary)
	if !whole || len(parts) == 0 {
		return nil, false
	}
	m.maskParts(parts, func(p part) []byte { return m.body(p.body, p.header.Get("Content-Type")) })
	return appendParts(nil, parts, boundary, math.MaxInt), true
}

// bytes is a text, or what holds some.
func (m Masker) bytes(b []byte) []byte {
	if !isBinary(b) {
		return []byte(m.show(string(b)))
	}
	if m.Replace != nil {
		b = []byte(m.replace(string(b)))
	}
	var out []byte
	for len(b) > 0 {
		size := bytes.IndexFunc(b, isControl)
		if size < 0 {
			size = len(b)
		}
		out = append(out, m.checked(string(b[:size]), m.text(string(b[:size])))...)
		b = b[size:]
		for len(b) > 0 && isControl(rune(b[0])) {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return out
}

// isBinary reports whether b has a control character that no text has.
func isBinary(b []byte) bool { return bytes.IndexFunc(b, isControl) >= 0 }

func isControl(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' || r == 0x7f
}

// Boundary is what separates the parts of b, a multipart body; "" if it is none.
// If contentType does not say it, the first line of b may.
func Boundary(contentType string, b []byte) string {
	kind, params, err := mime.ParseMediaType(contentType)
	if err == nil && strings.HasPrefix(kind, "multipart/") && params["boundary"] != "" {
		return params["boundary"]
	}
	line, _, found := strings.Cut(string(b[:min(len(b), 100)]), "\r\n")
	if !found || !strings.HasPrefix(line, "--") || strings.TrimSpace(line) != line {
		return ""
	}
	return line[2:]
}

// mediaType is a Content-Type in lower case without its parameters, whether they
// can be parsed or not.
func mediaType(contentType string) string {
	kind, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(kind))
}
