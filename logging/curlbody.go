package logging

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"example.com/outbound/internal/redact"
)

// dataOf are the arguments for the body of req, nil for none. A body that the
// log does not have, or that it could write with other bytes only, is read from
// the file "body".
func dataOf(req *http.Request, b *body) []string {
	if req.Body == nil || req.Body == http.NoBody {
		switch req.Method {
		case http.MethodPost, http.MethodPut, http.MethodPatch: // with a Content-Length of 0
			return []string{"--data-raw", "''"}
		}
		return nil
	}
	if w, ok := b.argument(); ok {
		return []string{"--data-raw", w.quote()}
	}
	return []string{"--data-binary", "@body"}
}

// argument is b with variables for its secrets. It is not ok if the rest would not
// be the bytes that were sent.
func (b *body) argument() (w word, ok bool) {
	if b == nil || len(b.raw) > b.max || !plainText(string(b.raw), "\t\r\n") {
		return nil, false
	}
	whole := body{b.raw, b.format, 1 << 30} // the names of variables need room
	w, ok = hidden(func(c redact.Cover) string {
		shown := whole.covered(c)
		if b.format == isJSON {
			shown = spaced(b.raw, shown)
		}
		return string(shown)
	})
	return w, ok && w.holds(string(b.raw))
}

// plainText reports whether s is text without control characters but those in
// also: others are keys to a terminal that a command is pasted into.
func plainText(s, also string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) && !strings.ContainsRune(also, r)
	})
}

// spaced is shown, a JSON text that was redacted, written as raw writes it: with
// its white space, and every token that is in both as it is in raw. It is nil if
// the two differ in more than values.
func spaced(raw, shown []byte) (out []byte) {
	r, s := json.NewDecoder(bytes.NewReader(raw)), json.NewDecoder(bytes.NewReader(shown))
	r.UseNumber()
	s.UseNumber()
	for end := int64(0); ; {
		was, err := r.Token()
		is, ended := s.Token()
		if err != nil || ended != nil {
			if rest := raw[end:]; err == ended && len(bytes.TrimSpace(rest)) == 0 { // both have come to their end
				return append(out, rest...)
			}
			return nil
		}
		if was == is {
			out = append(out, raw[end:r.InputOffset()]...)
			end = r.InputOffset()
			continue
		}
		text, ok := is.(string)
		if !ok {
			return nil
		}
		gap := len(raw[end:]) - len(bytes.TrimLeft(raw[end:], " \t\r\n,:"))
		out = append(out, raw[end:end+int64(gap)]...)
		if _, ok := was.(string); ok {
			text = quoted(text)
		}
		out = append(out, text...)
		if !skipped(r, was) {
			return nil
		}
		end = r.InputOffset()
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

// skipped reads up to the end of the value that begins with t.
func skipped(d *json.Decoder, t json.Token) bool {
	for depth := 0; ; {
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return true
		}
		var err error
		if t, err = d.Token(); err != nil {
			return false
		}
	}
}
