package config

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"example.com/outbound/middleware/limit"
)

// longest is the longest time that a file may have. A longer one is a mistake in
// the unit: what has no bound is written as 0 or unlimited.
const longest = 365 * 24 * time.Hour

func parseTime(_ *scalar, w word) (any, error) {
	if w.isNumber() {
		if f, err := strconv.ParseFloat(w.text, 64); err != nil || f != 0 { // the schema permits no other number than 0
			return nil, errors.New(noTime(w))
		}
		return time.Duration(0), nil
	}
	d, err := time.ParseDuration(w.text)
	if err != nil || d > longest || d < -longest { // the text has the form of a time: it is out of range
		return nil, fmt.Errorf("%s is longer than a year (8760h)", w)
	}
	return d, nil
}

func parseBound(s *scalar, w word) (any, error) {
	d, err := parseTime(s, w)
	if err == nil && d.(time.Duration) == 0 {
		return nil, errNoBound
	}
	return d, err
}

// parseSpan takes no 0, which would mean the default.
func parseSpan(s *scalar, w word) (any, error) {
	d, err := parseTime(s, w)
	if err == nil && d.(time.Duration) == 0 {
		return nil, errNoSpan
	}
	return d, err
}

// parsePatience takes 0 for no wait at all.
func parsePatience(s *scalar, w word) (any, error) {
	d, err := parseTime(s, w)
	if err == nil && d.(time.Duration) == 0 {
		return limit.Never, nil
	}
	return d, err
}

var errNoSpan = errors.New("0 would mean the default: leave the key out, or give a longer time")

var errNoBound = errors.New("0 is no bound to work within: say unlimited, or a longer time")

// noTime says why w is not a time.
func noTime(w word) string {
	switch {
	case w.isNumber() && w.text == "0":
		return errNoBound.Error()
	case w.isNumber():
		return fmt.Sprintf("%s has no unit: write %ss or %sms", w, w, w)
	case w.isText() && negative.MatchString(w.text):
		return fmt.Sprintf("%s is negative", w)
	}
	return fmt.Sprintf("%s is not a time: it is a number and h, m, s, ms, us or ns, as in 1m30s", w)
}

// formatTime is the shortest text that reads as the same time: 1m instead of 1m0s.
func formatTime(v any) string {
	s := v.(time.Duration).String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
