package main

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// validatorOf is the strong validator of an answer, "" without one (RFC 9110, section
// 8.8).
func validatorOf(h http.Header) string {
	if tag := h.Get("ETag"); tag != "" {
		if strings.HasPrefix(tag, "W/") {
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

// contentRange reads a Content-Range of bytes (RFC 9110, section 14.4): where the part
// begins, -1 in a 416, and how long the whole is, -1 if that is not known.
func contentRange(field string) (from, total int64, ok bool) {
	rest, isBytes := strings.CutPrefix(field, "bytes ")
	span, length, cut := strings.Cut(rest, "/")
	if !isBytes || !cut {
		return 0, 0, false
	}
	first, _, _ := strings.Cut(span, "-")
	from, ok = position(first)
	if span == "*" {
		from, ok = -1, true
	}
	total = -1
	if length != "*" && ok {
		total, ok = position(length)
	}
	return from, total, ok
}

func position(digits string) (int64, bool) {
	n, err := strconv.ParseUint(digits, 10, 62)
	return int64(n), err == nil
}
