package harfile

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"example.com/outbound/internal/redact"
)

// The most fields of a message, bytes of each, and bytes of all values, that an
// entry holds.
const (
	maxFields = 100
	maxName   = 200
	maxValue  = 1 << 10
	maxValues = 16 << 10
)

// fields are those of h, sorted by name. Values that may not be shown are hidden.
func fields(h http.Header, names *redact.Names) []Pair {
	pairs := make([]Pair, 0, min(len(h), maxFields))
	left := maxValues
	for _, name := range slices.Sorted(maps.Keys(h)) {
		shown := names.HeaderShown(name)
		for _, value := range h[name] {
			if len(pairs) == maxFields || left <= 0 {
				return pairs
			}
			if !shown {
				value = redact.Mask
			}
			value = Short(value, maxValue)
			left -= len(value)
			pairs = append(pairs, Pair{Short(name, maxName), value})
		}
	}
	return pairs
}

// Short is at most about max bytes of s, in valid UTF-8. What was cut says how long
// it was.
func Short(s string, max int) string {
	if len(s) <= max {
		return strings.ToValidUTF8(s, string(utf8.RuneError))
	}
	cut := s[:max]
	for len(cut) > max-utf8.UTFMax && !utf8.ValidString(cut[max-utf8.UTFMax:]) {
		cut = cut[:len(cut)-1]
	}
	return strings.ToValidUTF8(cut, string(utf8.RuneError)) + "… (" + strconv.Itoa(len(s)) + " bytes)"
}
