package redact

import (
	"bytes"
	"encoding/json"
	"strings"
)

// JSON returns b, a JSON text, with the values of sensitive names hidden, in at
// most max bytes. What does not fit, and what follows an error in b, is left out;
// the result is a JSON text all the same, or empty.
//
// An object whose "name", "key" or "id" is a sensitive name has its "value"
// hidden.
func (m Masker) JSON(b []byte, max int) []byte {
	out, _ := m.json(b, max)
	return out
}

// json also reports whether it has read b to its end.
func (m Masker) json(b []byte, max int) (out []byte, whole bool) {
	cut := len(b) > max
	if cut {
		b = b[:max]
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	w := jsonWriter{Masker: m, max: max, pairs: m.jsonPairs(b)}
	for {
		t, err := d.Token()
		if err != nil {
			return w.close(), false
		}
		if _, number := t.(json.Number); number && cut && int(d.InputOffset()) == len(b) {
			return w.close(), false // its digits may go on
		}
		if !w.token(d, t) {
			return w.close(), false
		}
		if len(w.open) == 0 {
			return w.out, len(bytes.TrimSpace(b[d.InputOffset():])) == 0
		}
	}
}

// token writes t. It reports whether it did, and there is room for more.
func (w *jsonWriter) token(d *json.Decoder, t json.Token) bool {
	switch t := t.(type) {
	case json.Delim:
		if t == '}' || t == ']' {
			return w.end()
		}
		return w.begin(t, d.InputOffset())
	case string:
		if !w.atName() {
			return w.value(quoted(w.leaf(t)))
		}
		w.name, w.plain = quoted(t), t
		if w.secret > 0 || !w.hidesMember(t) {
			return true
		}
		if w.Shape {
			w.secretNext = true
			return true
		}
		return w.value(quoted(w.hide(t, ""))) && skip(d)
	case json.Number:
		return w.value(w.number(t))
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
	if strings.IndexFunc(s, escaped) < 0 {
		return `"` + s + `"`
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always encodes
	return strings.TrimSuffix(b.String(), "\n")
}

// escaped reports whether r may need an escape in a JSON string.
func escaped(r rune) bool { return r < ' ' || r >= 0x7f || r == '"' || r == '\\' }
