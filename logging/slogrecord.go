package logging

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/rs/zerolog"
)

// record returns a line of zerolog as a record of slog. A line that is not JSON to
// its end is also an attribute as a whole, so that nothing is lost.
func record(level slog.Level, line []byte) slog.Record {
	r := slog.Record{Level: level}
	all, err := members(line, 0)
	if err != nil {
		all = append(all, slog.String("line", string(line)))
	}
	for _, a := range all {
		switch a.Key {
		case zerolog.LevelFieldName:
			continue
		case zerolog.MessageFieldName:
			r.Message = a.Value.String()
			continue
		case zerolog.TimestampFieldName:
			if !r.Time.IsZero() { // from With().Timestamp(), with fewer digits than the clock of Slog
				continue
			}
			if at, err := time.Parse(time.RFC3339Nano, a.Value.String()); err == nil {
				r.Time = at
				continue
			}
		}
		r.AddAttrs(a)
	}
	return r
}

// maxGroups is how many levels of nested objects become groups. Deeper ones are JSON.
const maxGroups = 8

// members returns the members of object, which is nested in depth others, up to the
// first error.
func members(object []byte, depth int) (all []slog.Attr, err error) {
	d := json.NewDecoder(bytes.NewReader(object))
	if _, err := d.Token(); err != nil { // {
		return nil, err
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return all, err
		}
		key, ok := name.(string)
		if !ok {
			return all, errNoObject
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return all, err
		}
		all = append(all, slog.Attr{Key: key, Value: value(raw, depth)})
	}
	_, err = d.Token() // }
	return all, err
}
