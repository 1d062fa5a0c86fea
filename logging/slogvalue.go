package logging

import (
	"encoding/json"
	"errors"
	"log/slog"
	"strconv"
)

var errNoObject = errors.New("not an object")

// value returns a JSON value as a value of slog: an object is a group, an array is
// JSON.
func value(raw json.RawMessage, depth int) slog.Value {
	switch raw[0] {
	case '{':
		if depth < maxGroups {
			if all, err := members(raw, depth+1); err == nil {
				return slog.GroupValue(all...)
			}
		}
	case '[':
	case '"':
		var s string
		_ = json.Unmarshal(raw, &s) // valid: a decoder has read it
		return slog.StringValue(s)
	case 't', 'f':
		return slog.BoolValue(raw[0] == 't')
	case 'n':
		return slog.AnyValue(nil)
	default:
		return number(string(raw))
	}
	return slog.AnyValue(raw)
}

// number returns text as an int64, uint64 or float64 if that is written as text, else
// as a json.Number.
func number(text string) slog.Value {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && text != "-0" {
		return slog.Int64Value(n)
	}
	if n, err := strconv.ParseUint(text, 10, 64); err == nil {
		return slog.Uint64Value(n)
	}
	f, err := strconv.ParseFloat(text, 64)
	if written, merr := json.Marshal(f); err == nil && merr == nil && string(written) == text {
		return slog.Float64Value(f)
	}
	return slog.AnyValue(json.Number(text))
}
