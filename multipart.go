package outbound

import (
	"io"
	"net/url"

	"example.com/outbound/internal/content"
)

// Multipart is a body of the typed calls: multipart/form-data (RFC 7578), as a
// browser sends a form with files. It is streamed: no file is read into memory. Its
// Content-Length is sent if the length of every file is known, and it is sent again
// (a retry, a redirect with status 307) if every file can seek. The Content-Type is
// its own; a [Header] may replace it by another multipart type without a boundary.
type Multipart struct {
	Fields url.Values // sent first, in the order of their names
	Files  []File     // sent in their order
}

// File is a part of a [Multipart] whose content is that of a reader.
type File struct {
	Field       string    // name of the form's field, which every part has
	Name        string    // of the file; "" sends none
	ContentType string    // media type; "" = application/octet-stream
	Body        io.Reader // read from its present offset on; closed if it is an io.Closer
	Size        int64     // bytes of Body; 0: as many as it has. Body must have that many
}

// plainBody returns body as the packages beneath the root know it: a [content.Form] for a
// [Multipart], and any other body itself.
func plainBody(body any) any {
	var m Multipart
	switch b := body.(type) {
	case Multipart:
		m = b
	case *Multipart:
		if b == nil {
			return (*content.Form)(nil)
		}
		m = *b
	default:
		return body
	}
	plain := &content.Form{Fields: m.Fields}
	for _, f := range m.Files {
		plain.Files = append(plain.Files, content.File(f))
	}
	return plain
}
