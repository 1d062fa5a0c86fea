package redact

import (
	"bytes"
	"encoding/json"
	"strings"
)

// JSON is the function JSON with the values of c.
func (c Cover) JSON(b []byte, max int) []byte {
	cut := len(b) > max
	if cut {
		b = b[:max]
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	w := jsonWriter{max: max}
	for {
		t, err := d.Token()
		if err != nil {
			return w.close()
		}
		if _, number := t.(json.Number); number && cut && int(d.InputOffset()) == len(b) {
			return w.close() // its digits may go on
		}
		if !c.token(&w, d, t) || len(w.open) == 0 {
			return w.close()
		}
	}
}

// token writes t. It reports whether it did, and there is room for more.
func (c Cover) token(w *jsonWriter, d *json.Decoder, t json.Token) bool {
	switch t := t.(type) {
	case json.Delim:
		if t == '}' || t == ']' {
			return w.end()
		}
		return w.begin(t)
	case string:
		if !w.atName() {
			return w.value(quoted(c.Text(t)))
		}
		if !Sensitive(t) {
			w.name = quoted(t)
			return true
		}
		w.name = quoted(t)
		return w.value(quoted(c.hide(t))) && skip(d)
	case json.Number:
		return w.value(t.String())
	case bool:
		if t {
			return w.value("true")
		}
		return w.value("false")
	}
	return w.value("null")
}

// skip reads over one value.
func skip(d *json.Decoder) bool {
	for depth := 0; ; {
		t, err := d.Token()
		if err != nil {
			return false
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return true
		}
	}
}

// quoted is s as a JSON string.
func quoted(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always encodes
	return strings.TrimSuffix(b.String(), "\n")
}
