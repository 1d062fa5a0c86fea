package logging

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/rs/zerolog"

	"example.com/outbound/internal/redact"
)

// body is the beginning of a body in a format whose secrets can be found. A nil body
// is not logged.
type body struct {
	raw    []byte
	format format
	max    int
}

// format is the format of a body, "" for a body that is not logged.
type format string

const (
	isJSON format = "json"
	isXML  format = "xml"
	isForm format = "form"
	isText format = "text"
	isHTML format = "html"
)

// bodyOf returns the body of a message with the header h. raw is its beginning.
func bodyOf(h http.Header, raw []byte, max int) *body {
	f := formatOf(h)
	if f == "" || len(raw) == 0 || bytes.IndexByte(raw, 0) >= 0 {
		return nil
	}
	if f == isText && (raw[0] == '{' || json.Valid(raw)) {
		return &body{raw, isJSON, max}
	}
	return &body{raw, f, max}
}

// formatOf returns the format that the Content-Type of h names. A compressed body
// has none, nor has a body in a charset that is no superset of ASCII.
func formatOf(h http.Header) format {
	media, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	charsets := []string{"", "utf-8", "utf8", "us-ascii", "iso-8859-1"}
	if err != nil || h.Get("Content-Encoding") != "" || !slices.Contains(charsets, strings.ToLower(params["charset"])) {
		return ""
	}
	switch {
	case media == "application/json" || media == "text/json" || strings.HasSuffix(media, "+json"):
		return isJSON
	case media == "application/xml" || media == "text/xml" || strings.HasSuffix(media, "+xml"):
		return isXML
	case media == "application/x-www-form-urlencoded":
		return isForm
	case media == "text/plain":
		return isText
	case media == "text/html":
		return isHTML
	}
	return ""
}

// tag matches an HTML tag. Tags are left out: their attributes may hold secrets.
var tag = regexp.MustCompile(`<[^>]*(>|$)`)

// masked returns the body with its secrets replaced by m, at most b.max bytes.
func (b *body) masked(m redact.Masker) []byte {
	raw := b.raw[:min(len(b.raw), b.max)]
	switch b.format {
	case isJSON:
		return m.JSON(b.raw, b.max)
	case isXML:
		return m.XML(b.raw, b.max)
	case isForm:
		return m.Form(raw, b.max)
	case isHTML:
		raw = bytes.TrimSpace(tag.ReplaceAll(raw, nil))
	}
	text := m.Text(string(raw))
	return []byte(text[:min(len(text), b.max)])
}

// put adds b to e: JSON as JSON, any other format as a string.
func (b *body) put(e *zerolog.Event, m redact.Masker, prefix string) {
	if b == nil {
		return
	}
	switch text := b.masked(m); {
	case len(text) == 0:
	case b.format == isJSON:
		e.RawJSON(prefix+"json", text)
	default:
		e.Bytes(prefix+"data", bytes.ToValidUTF8(text, nil))
	}
}
