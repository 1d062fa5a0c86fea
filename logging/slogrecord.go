package logging

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"slices"
	"time"

	"github.com/rs/zerolog"
)

// durations are the fields that zerolog writes as numbers of its unit.
var durations = []string{"duration", "wait", "retry_after", "dns", "connect", "tls", "first_byte"}

// record is a line of zerolog as a record of slog.
func record(level slog.Level, line []byte) (slog.Record, error) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if _, err := d.Token(); err != nil { // {
		return slog.Record{}, err
	}
	all, err := members(d)
	if err != nil {
		return slog.Record{}, err
	}
	r := slog.Record{Level: level}
	for _, a := range all {
		switch a.Key {
		case zerolog.LevelFieldName:
			continue
		case zerolog.MessageFieldName:
			r.Message = a.Value.String()
			continue
		case zerolog.TimestampFieldName:
			if at, err := time.Parse(time.RFC3339Nano, a.Value.String()); err == nil {
				r.Time = at
				continue
			}
		}
		r.AddAttrs(typed(a))
	}
	return r, nil
}

// typed is a with the type that its name promises.
func typed(a slog.Attr) slog.Attr {
	if !slices.Contains(durations, a.Key) {
		return a
	}
	var n float64
	switch a.Value.Kind() {
	case slog.KindInt64:
		n = float64(a.Value.Int64())
	case slog.KindFloat64:
		n = a.Value.Float64()
	default:
		return a
	}
	return slog.Duration(a.Key, time.Duration(n*float64(zerolog.DurationFieldUnit)))
}
