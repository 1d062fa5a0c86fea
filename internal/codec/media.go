package codec

import (
	"mime"
	"strings"
)

// Format is how a media type says that a value is written.
type Format uint8

const (
	Foreign Format = iota // in none of the formats below
	Unsaid                // not said: no type, plain text or just bytes
	JSON
	XML
)

// Media is what a Content-Type field says.
type Media struct {
	Type    string // lower case, without parameters; "" if there is none
	Charset string // as declared, "" if none is
	Format  Format
}

const typeJSON = "application/json"

// MediaOf reads a Content-Type field. One that cannot be parsed counts by the type
// that it begins with.
func MediaOf(contentType string) Media {
	switch contentType { // as nearly all say
	case typeJSON:
		return Media{Type: typeJSON, Format: JSON}
	case typeJSON + "; charset=utf-8":
		return Media{typeJSON, "utf-8", JSON}
	}
	mt, params, err := mime.ParseMediaType(contentType)
	charset := params["charset"]
	if err != nil {
		mt, charset = malformed(contentType)
	}
	return Media{mt, charset, formatOf(mt)}
}

// malformed finds the type and the charset in a field with a parameter that cannot
// be parsed, or that is there twice.
func malformed(contentType string) (mt, charset string) {
	mt, params, _ := strings.Cut(contentType, ";")
	mt, _, _ = strings.Cut(mt, ",")
	for param := range strings.SplitSeq(params, ";") {
		name, value, _ := strings.Cut(param, "=")
		if strings.EqualFold(strings.TrimSpace(name), "charset") && charset == "" {
			charset = strings.Trim(value, " \t\"'")
		}
	}
	return strings.ToLower(strings.TrimSpace(mt)), charset
}

// formatOf is the one list of what counts as JSON and as XML. A page of HTML is
// never a value.
func formatOf(mt string) Format {
	family, subtype, ok := strings.Cut(mt, "/")
	text := family == "application" || family == "text"
	switch {
	case !ok || mt == "text/plain" || subtype == "octet-stream":
		return Unsaid
	case IsHTML(mt):
		return Foreign
	case strings.HasSuffix(mt, "+json") || text && strings.Contains(subtype, "json"):
		return JSON
	case strings.HasSuffix(mt, "+xml") || text && strings.Contains(subtype, "xml"):
		return XML
	}
	return Foreign
}

// IsHTML reports whether a media type is that of a page.
func IsHTML(mt string) bool { return mt == "text/html" || mt == "application/xhtml+xml" }
