package logging

import (
	"encoding/json"
	"log/slog"
)

// members reads an object up to its end.
func members(d *json.Decoder) (all []slog.Attr, err error) {
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		v, err := value(d)
		if err != nil {
			return nil, err
		}
		all = append(all, slog.Attr{Key: name.(string), Value: v}) // a name is a string
	}
	_, err = d.Token() // }
	return all, err
}

// value reads one value.
func value(d *json.Decoder) (slog.Value, error) {
	t, err := d.Token()
	if err != nil {
		return slog.Value{}, err
	}
	switch t := t.(type) {
	case json.Delim:
		if t == '{' {
			all, err := members(d)
			return slog.GroupValue(all...), err
		}
		return elements(d)
	case json.Number:
		if n, err := t.Int64(); err == nil {
			return slog.Int64Value(n), nil
		}
		n, err := t.Float64()
		return slog.Float64Value(n), err
	}
	return slog.AnyValue(t), nil
}

// elements reads an array up to its end.
func elements(d *json.Decoder) (slog.Value, error) {
	list := []any{}
	for d.More() {
		v, err := value(d)
		if err != nil {
			return slog.Value{}, err
		}
		list = append(list, plain(v))
	}
	_, err := d.Token() // ]
	return slog.AnyValue(list), err
}

// plain is v without the types of slog, which mean nothing inside a list.
func plain(v slog.Value) any {
	if v.Kind() != slog.KindGroup {
		return v.Any()
	}
	m := map[string]any{}
	for _, a := range v.Group() {
		m[a.Key] = plain(a.Value)
	}
	return m
}
