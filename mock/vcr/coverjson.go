package vcr

import (
	"bytes"
	"encoding/json"

	"example.com/outbound/internal/redact"
)

// json is the body as it was if there is nothing to hide in it.
func (s secrets) json(b []byte) (covered []byte, ok bool) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil || d.More() {
		return nil, false
	}
	before, err1 := json.Marshal(v)
	after, err2 := json.Marshal(s.value(v, false))
	if err1 != nil || err2 != nil {
		return nil, false
	}
	if bytes.Equal(before, after) {
		return b, true
	}
	return after, true
}

func (s secrets) value(v any, secret bool) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = s.value(v[i], secret)
		}
	case map[string]any:
		for name := range v {
			v[name] = s.value(v[name], secret || s.p.sensitive(name))
		}
	case string:
		if secret {
			return redact.Mask
		}
		return s.text(v)
	case json.Number:
		if secret {
			return json.Number("0")
		}
	}
	return v
}
