package outbound

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/http/httpguts"

	"example.com/outbound/internal/request"
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

// File is a part with the content of a reader.
type File struct {
	Field       string    // name of the form's field, which every part has
	Name        string    // of the file; "" sends none
	ContentType string    // media type; "" = application/octet-stream
	Body        io.Reader // read from its present offset on; closed if it is an io.Closer
	Size        int64     // bytes of Body; 0: as many as it has. Body must have that many
}

var (
	errNoPartName = errors.New("a part of a Multipart has no name")
	errPartText   = errors.New("a name in a Multipart has a control character")
)

// partHeader is the beginning of a part. Line ends and quotes of a name are escaped
// as browsers do (WHATWG HTML, multipart/form-data encoding algorithm).
func partHeader(field, file, contentType string) (string, error) {
	if field == "" {
		return "", errNoPartName
	}
	var b strings.Builder
	b.WriteString(`Content-Disposition: form-data; name="` + escapeName.Replace(field) + `"`)
	if file != "" {
		b.WriteString(`; filename="` + escapeName.Replace(file) + `"`)
	}
	if contentType != "" {
		if _, _, err := mime.ParseMediaType(contentType); err != nil || !httpguts.ValidHeaderFieldValue(contentType) {
			return "", fmt.Errorf("the ContentType of the file for %q is no media type", field)
		}
		b.WriteString("\r\nContent-Type: " + contentType)
	}
	b.WriteString("\r\n\r\n")
	if request.HasControl(escapeName.Replace(field + file)) {
		return "", errPartText
	}
	return b.String(), nil
}

var escapeName = strings.NewReplacer("\r", "%0D", "\n", "%0A", `"`, "%22")

// describe sets the Content-Type of a form.
func (f *form) describe(h http.Header) error {
	kind := "multipart/form-data"
	if own, has := h["Content-Type"]; has {
		mt, params, err := mime.ParseMediaType(strings.Join(own, ","))
		if _, bounded := params["boundary"]; err != nil || !strings.HasPrefix(mt, "multipart/") || bounded {
			return errors.New("the Content-Type of a Multipart is a multipart type whose boundary is its own")
		}
		kind = strings.TrimRight(own[0], "; \t")
	}
	h["Content-Type"] = []string{kind + "; boundary=" + f.boundary}
	return nil
}
