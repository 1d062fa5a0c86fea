package config

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
)

// Duration is a time with its unit, 0 or more: 250ms, 10s, 1m30s, 6h.
type Duration time.Duration

func (d *Duration) read(w word) error {
	v, err := readDuration(w)
	if err == nil && v < 0 {
		err = fmt.Errorf("%s is negative", w)
	}
	*d = Duration(v)
	return err
}

func (d Duration) String() string { return formatDuration(time.Duration(d)) }

// durationPattern is what time.ParseDuration takes, without a sign.
const durationPattern = `(0|([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+)$`

func (Duration) schema() schema {
	return schema{"oneOf": []schema{{"type": "string", "pattern": "^" + durationPattern}, {"const": 0}}}
}

// Bound is a [Duration] or "unlimited".
type Bound time.Duration

func (b *Bound) read(w word) error {
	if w.isText() && w.text == wordUnlimited {
		*b = unlimited
		return nil
	}
	err := (*Duration)(b).read(w)
	if err == nil && *b == 0 {
		err = errors.New("0 is no bound to work within: say unlimited, or a longer time")
	}
	return err
}

func (b Bound) String() string {
	if b == unlimited {
		return wordUnlimited
	}
	return Duration(b).String()
}

func (Bound) schema() schema {
	return schema{"oneOf": []schema{{"type": "string", "pattern": "^" + durationPattern}, {"const": wordUnlimited}}}
}

// Change is a time with its unit that may be negative.
type Change time.Duration

func (c *Change) read(w word) error {
	v, err := readDuration(w)
	*c = Change(v)
	return err
}

func (c Change) String() string { return formatDuration(time.Duration(c)) }
func (Change) schema() schema {
	return schema{"oneOf": []schema{{"type": "string", "pattern": "^-?" + durationPattern}, {"const": 0}}}
}

func readDuration(w word) (time.Duration, error) {
	d, err := time.ParseDuration(w.text)
	switch {
	case w.text == "0":
		return 0, nil
	case w.kind == ast.IntegerType || w.kind == ast.FloatType:
		return 0, fmt.Errorf("%s has no unit: write %ss or %sms", w, w, w)
	case !w.isText() || err != nil:
		return 0, fmt.Errorf("%s is not a time: it is a number and h, m, s, ms, us or ns, as in 1m30s", w)
	}
	return d, nil
}

// formatDuration is the shortest text that reads as d again: 1m instead of 1m0s.
func formatDuration(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
