package codec

import (
	"net/http"
	"slices"
	"strings"
)

// The fields of content codings (RFC 9110, sections 8.4 and 12.5.3).
const (
	FieldAcceptEncoding  = "Accept-Encoding"
	FieldContentEncoding = "Content-Encoding"
)

// maxCodings is how many content codings of one body are decoded, one inside the
// other: a list of them is cheap to send and costs its reader memory.
const maxCodings = 5

// Codings are the content codings that a client decodes (RFC 9110, section 8.4.1):
// gzip, x-gzip, deflate and its own.
type Codings struct {
	own    map[string]Decoder // by name in lower case
	accept []string           // the value of Accept-Encoding, nil to send none
}

// NewCodings makes the codings of a client. gzip says whether gzip is asked for;
// the own ones always are.
func NewCodings(own map[string]Decoder, gzip bool) *Codings {
	c := &Codings{own: own}
	var names []string
	for name := range own {
		names = append(names, name)
	}
	slices.Sort(names)
	if gzip && own["gzip"] == nil {
		names = append(names, "gzip")
	}
	if len(names) > 0 {
		c.accept = []string{strings.Join(names, ", ")}
	}
	return c
}

// Accept is the value of Accept-Encoding to send, nil for none. It is shared.
func (c *Codings) Accept() []string { return c.accept }

// CodingsOf are the content codings of a body in the order in which they were
// applied, in lower case and without identity; nil for a body that has none.
func CodingsOf(h http.Header) (names []string) {
	for _, line := range h[FieldContentEncoding] {
		for name := range strings.SplitSeq(line, ",") {
			name = strings.ToLower(strings.Trim(name, " \t"))
			if name != "" && name != "identity" {
				names = append(names, name)
			}
		}
	}
	return names
}

// Unknown is why codings cannot be decoded: the name of one that is not known, or
// their number. "" if they can be.
func (c *Codings) Unknown(names []string) string {
	if len(names) > maxCodings {
		return strings.Join(names[:maxCodings+1], ", ")
	}
	for _, name := range names {
		if c.decoder(name) == nil {
			return name
		}
	}
	return ""
}

// Asked reports whether all the codings are among those of Accept.
func (c *Codings) Asked(names []string) bool {
	return len(names) <= maxCodings && !slices.ContainsFunc(names, func(name string) bool {
		return c.own[name] == nil && name != "gzip" && name != "x-gzip"
	})
}

// Decode makes the body of resp, of the codings names, the decoded one, and takes
// the fields of the coding away as net/http does. Between two codings at most limit
// bytes pass, 0 = no bound. An empty body stays as it is.
func (c *Codings) Decode(resp *http.Response, names []string, limit int64) {
	if resp.ContentLength == 0 {
		return
	}
	resp.Header = resp.Header.Clone()
	resp.Header.Del(FieldContentEncoding)
	resp.Header.Del("Content-Length")
	resp.ContentLength, resp.Uncompressed = -1, true
	resp.Body = c.body(resp.Body, names, limit)
}
