package config

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// wholeNumber returns the number w, which may be written with a fraction of 0 or
// an exponent, as JSON has it: 10, 10.0 and 1e1 are the same.
func wholeNumber(s *scalar, w word, least, most float64) (int64, error) {
	f, err := strconv.ParseFloat(w.text, 64)
	switch {
	case err != nil || f != math.Trunc(f) || f < least || f > most && s.number["maximum"] != nil:
		return 0, s.not(w)
	case f > most:
		return 0, fmt.Errorf("%s is too large: the largest is %s", w, strconv.FormatFloat(most, 'f', -1, 64))
	}
	if n, err := strconv.ParseInt(w.text, 10, 64); err == nil {
		return n, nil // exact beyond 2^53
	}
	return int64(f), nil
}

func parseInt(least, most float64) func(*scalar, word) (any, error) {
	return func(s *scalar, w word) (any, error) {
		n, err := wholeNumber(s, w, least, most)
		return int(n), err
	}
}

func parseNumber(s *scalar, w word) (any, error) {
	f, err := strconv.ParseFloat(w.text, 64)
	if err != nil || f < 0 {
		return nil, s.not(w)
	}
	return f, nil
}

// parseAbove makes the parse function of a number above 0 and at most most.
func parseAbove(most float64) func(*scalar, word) (any, error) {
	return func(s *scalar, w word) (any, error) {
		f, err := strconv.ParseFloat(w.text, 64)
		if err != nil || f <= 0 || f > most {
			return nil, s.not(w)
		}
		return f, nil
	}
}

func formatNumber(v any) string { return strconv.FormatFloat(v.(float64), 'g', -1, 64) }

const sizeWanted = "a size: it is a whole number and B, KB, MB, GB, KiB, MiB or GiB, as in 32MiB"

var units = []struct {
	name  string
	bytes int64
}{
	{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10},
	{"GB", 1e9}, {"MB", 1e6}, {"KB", 1e3}, {"B", 1}, {"", 1},
}

// largestSize is 1 EiB.
const largestSize = 1 << 60

// parseSize makes the parse function of a number of bytes of least or more.
func parseSize(least int64) func(*scalar, word) (any, error) {
	return func(s *scalar, w word) (any, error) {
		number, bytes := w.text, int64(1)
		for _, u := range units {
			if n, ok := strings.CutSuffix(w.text, u.name); ok {
				number, bytes = n, u.bytes
				break
			}
		}
		f, err := strconv.ParseFloat(number, 64)
		n := int64(min(f, largestSize))
		switch {
		case err != nil && f == 0 || f != math.Trunc(f) || f < 0:
			return nil, s.not(w)
		case f > float64(largestSize/bytes):
			return nil, fmt.Errorf("%s is too large: the largest is %d bytes", w, int64(largestSize))
		case n < least:
			return nil, errors.New("0 would mean the default: say none")
		}
		return n * bytes, nil
	}
}

// formatSize has the largest unit that leaves a whole number.
func formatSize(v any) string {
	n, best := v.(int64), units[len(units)-1]
	for _, u := range units {
		if n > 0 && n%u.bytes == 0 && u.bytes > best.bytes {
			best = u
		}
	}
	return strconv.FormatInt(n/best.bytes, 10) + best.name
}
