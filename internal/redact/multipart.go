package redact

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/textproto"
	"slices"
	"strings"
)

// Multipart returns b, a multipart body whose parts are separated by boundary
// (RFC 2046, section 5.1), with the fields of sensitive names hidden (RFC 7578)
// and each other part rewritten by its own type, in at most max bytes. A part
// that is no text shows its length only. What does not fit, and what follows an
// error in b, is left out.
func (m Masker) Multipart(b []byte, boundary string, max int) []byte {
	parts, _ := readParts(b, boundary)
	m.maskParts(parts, func(p part) []byte {
		if isBinary(p.body) {
			return fmt.Appendf(nil, "(%d bytes)", len(p.body))
		}
		return bytes.ToValidUTF8(m.Body(p.body, p.header.Get("Content-Type")), []byte("\uFFFD"))
	})
	return appendParts(nil, parts, boundary, max)
}

// part is one of a multipart body.
type part struct {
	header textproto.MIMEHeader
	field  string // name of the form field, "" for a part that is none
	body   []byte
}

// readParts reads the parts of b. whole is whether it has read b to its end.
func readParts(b []byte, boundary string) (parts []part, whole bool) {
	r := multipart.NewReader(bytes.NewReader(b), boundary)
	for {
		p, err := r.NextRawPart()
		if err != nil {
			return parts, err == io.EOF
		}
		body, err := io.ReadAll(p)
		parts = append(parts, part{p.Header, fieldOf(p.Header), body})
		if err != nil {
			return parts, false
		}
	}
}

// maskParts hides the fields of sensitive names, and rewrites the others.
func (m Masker) maskParts(parts []part, rewrite func(part) []byte) {
	named := slices.ContainsFunc(parts, func(p part) bool {
		return len(p.body) < 1024 && isNaming(p.field) && m.namesSecret(string(p.body))
	})
	for i, p := range parts {
		if m.Names.Param(p.field) || named && isValue(p.field) {
			parts[i].body = []byte(m.hide(p.field, string(p.body)))
		} else {
			parts[i].body = rewrite(p)
		}
		for name, values := range p.header {
			for j, v := range values {
				values[j] = m.partField(name, v)
			}
		}
	}
}

// fieldOf is the name of the form field that a part is, "" for another part.
func fieldOf(h textproto.MIMEHeader) string {
	_, params, _ := mime.ParseMediaType(h.Get("Content-Disposition"))
	return params["name"]
}

// partField is the value of a field of a part's header without the secrets in
// it: the parameters of a disposition one by one, so that its quotes stay.
func (m Masker) partField(name, value string) string {
	kind, params, err := mime.ParseMediaType(value)
	if name != "Content-Disposition" || err != nil {
		return m.show(value)
	}
	changed := false
	for name, v := range params {
		params[name] = m.show(v)
		changed = changed || params[name] != v
	}
	if !changed {
		return value
	}
	return mime.FormatMediaType(kind, params)
}

// appendParts appends the parts that fit into max bytes, and what closes them.
func appendParts(dst []byte, parts []part, boundary string, max int) []byte {
	end := "--" + boundary + "--\r\n"
	for i, p := range parts {
		fits := len(dst)
		dst = append(dst, "--"+boundary+"\r\n"...)
		for _, name := range slices.Sorted(maps.Keys(p.header)) {
			dst = append(dst, name+": "+strings.Join(p.header[name], ", ")+"\r\n"...)
		}
		dst = append(append(append(dst, "\r\n"...), p.body...), "\r\n"...)
		if len(dst)+len(end) > max {
			if i == 0 {
				return nil
			}
			return append(dst[:fits], end...)
		}
	}
	return append(dst, end...)
}
