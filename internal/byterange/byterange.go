// Package byterange reads what a download is continued by: the part of a resource that a
// response has, and the validator that says which version of it that is.
package byterange

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Range is a Content-Range of bytes (RFC 9110, section 14.4).
type Range struct {
	From, End int64 // From is included, End is not; both are -1 in a 416, which has neither
	Total     int64 // of the whole resource, -1 if that is not known
}

// Of reads the Content-Range of a response, ok false if it has none that makes sense.
func Of(h http.Header) (r Range, ok bool) {
	unit, rest, found := strings.Cut(h.Get("Content-Range"), " ")
	span, length, cut := strings.Cut(strings.TrimSpace(rest), "/")
	if !found || !cut || !strings.EqualFold(unit, "bytes") {
		return r, false
	}
	r = Range{-1, -1, -1}
	if length != "*" {
		if r.Total, ok = position(length); !ok {
			return r, false
		}
	}
	if span == "*" {
		return r, true
	}
	first, last, cut := strings.Cut(span, "-")
	from, fromOK := position(first)
	end, endOK := position(last)
	if !cut || !fromOK || !endOK || end < from || r.Total >= 0 && end >= r.Total {
		return r, false
	}
	r.From, r.End = from, end+1
	return r, true
}

// position reads a number of bytes: digits and nothing else.
func position(s string) (int64, bool) {
	n, err := strconv.ParseUint(s, 10, 62)
	return int64(n), err == nil //nolint:gosec // of 62 bits
}

// Validator is the strong validator of an answer, "" without one (RFC 9110, section
// 8.8).
func Validator(h http.Header) string {
	if tag := h.Get("ETag"); tag != "" {
		if len(tag) < 2 || tag[0] != '"' || tag[len(tag)-1] != '"' { // weak, or not quoted
			return ""
		}
		return tag
	}
	modified, err := http.ParseTime(h.Get("Last-Modified"))
	date, dateErr := http.ParseTime(h.Get("Date"))
	if err != nil || dateErr != nil || date.Sub(modified) < time.Second {
		return ""
	}
	return h.Get("Last-Modified")
}
