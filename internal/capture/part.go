package capture

import (
	"bytes"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"example.com/outbound/internal/redact"
)

// part is one body: its beginning.
type part struct {
	kind   string // the Content-Type
	format string // "" for a body that is no text
	max    int
	raw    []byte
	whole  bool // raw is the whole body
}

// start begins a body of a message with the fields h.
func (p *part) start(h http.Header, max int) {
	kind := h.Get("Content-Type")
	*p = part{kind: kind, format: formatOf(kind, h.Get("Content-Encoding")), max: max}
}

func (p *part) add(b []byte, end bool) {
	room := p.max - len(p.raw)
	if p.whole = end && len(b) <= room; room > 0 {
		p.raw = append(p.raw, b[:min(len(b), room)]...)
	}
}

// formatOf returns the format of a text, "" for what is none: something else, a
// compressed body, or a charset that is no superset of ASCII.
func formatOf(kind, coding string) string {
	media, params, err := mime.ParseMediaType(kind)
	charsets := []string{"", "utf-8", "utf8", "us-ascii", "iso-8859-1"}
	if err != nil || coding != "" || !slices.Contains(charsets, strings.ToLower(params["charset"])) {
		return ""
	}
	switch {
	case strings.HasSuffix(media, "/json"), strings.HasSuffix(media, "+json"):
		return "json"
	case strings.HasSuffix(media, "/xml"), strings.HasSuffix(media, "+xml"):
		return "xml"
	case media == "application/x-www-form-urlencoded":
		return "form"
	case media == "text/html":
		return "html"
	case strings.HasPrefix(media, "text/"), strings.HasSuffix(media, "ndjson"):
		return "text"
	}
	return ""
}

// tag matches an HTML tag. Tags are left out: their attributes may hold secrets.
var tag = regexp.MustCompile(`<[^>]*(>|$)`)

// text is the body with its secrets hidden. Of one that was not kept whole the
// last, broken line of a text is left out.
func (p *part) text(names *redact.Names) string {
	if len(p.raw) == 0 || bytes.IndexByte(p.raw, 0) >= 0 || p.format == "" {
		return ""
	}
	m, raw := redact.Masker{Names: names}, p.raw
	switch {
	case p.format == "html":
		raw = bytes.TrimSpace(tag.ReplaceAll(raw, nil))
	case p.whole:
		return strings.ToValidUTF8(string(m.Body(raw, p.kind)), string(utf8.RuneError))
	case p.format == "json":
		return string(m.JSON(raw, p.max))
	case p.format == "xml":
		return string(m.XML(raw, p.max))
	case p.format == "form":
		return string(m.Form(raw, p.max))
	}
	if !p.whole {
		raw = raw[:bytes.LastIndexByte(raw, '\n')+1]
	}
	return string(m.Body(raw, "text/plain"))
}
