package outbound

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// byteRange is a Content-Range of bytes (RFC 9110, section 14.4).
type byteRange struct {
	from, end int64 // from is included, end is not; both are -1 in a 416, which has neither
	total     int64 // of the whole resource, -1 if that is not known
}

// contentRange reads the Content-Range of a response.
func contentRange(h http.Header) (r byteRange, ok bool) {
	unit, rest, found := strings.Cut(h.Get("Content-Range"), " ")
	span, length, cut := strings.Cut(strings.TrimSpace(rest), "/")
	if !found || !cut || !strings.EqualFold(unit, "bytes") {
		return r, false
	}
	r = byteRange{-1, -1, -1}
	if length != "*" {
		if r.total, ok = position(length); !ok {
			return r, false
		}
	}
	if span == "*" {
		return r, true
	}
	first, last, cut := strings.Cut(span, "-")
	from, fromOK := position(first)
	end, endOK := position(last)
	if !cut || !fromOK || !endOK || end < from || r.total >= 0 && end >= r.total {
		return r, false
	}
	r.from, r.end = from, end+1
	return r, true
}

// position reads a number of bytes: digits and nothing else.
func position(s string) (int64, bool) {
	n, err := strconv.ParseUint(s, 10, 62)
	return int64(n), err == nil //nolint:gosec // of 62 bits
}

// validatorOf is the strong validator of an answer, "" without one (RFC 9110, section
// 8.8).
func validatorOf(h http.Header) string {
	if tag := h.Get("ETag"); tag != "" {
		if len(tag) < 2 || tag[0] != '"' || tag[len(tag)-1] != '"' { // weak, or not quoted
			return noValidator
		}
		return tag
	}
	modified, err := http.ParseTime(h.Get("Last-Modified"))
	date, dateErr := http.ParseTime(h.Get("Date"))
	if err != nil || dateErr != nil || date.Sub(modified) < time.Second {
		return noValidator
	}
	return h.Get("Last-Modified")
}
