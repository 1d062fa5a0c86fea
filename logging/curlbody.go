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

// dataOf returns the arguments for the body of req, nil if it has none. A body that
// is not logged, or that the log cannot write byte for byte, is read from the file
// "body".
func (l *Logger) dataOf(req *http.Request, b *body) []string {
	if req.Body == nil || req.Body == http.NoBody {
		switch req.Method {
		case http.MethodPost, http.MethodPut, http.MethodPatch: // sent with "Content-Length: 0"
			return []string{"--data-raw", "''"}
		}
		return nil
	}
	if w, ok := l.argument(b); ok {
		return []string{"--data-raw", w.quote()}
	}
	return []string{"--data-binary", "@body"}
}

// argument returns b as an argument, with variables for its secrets. ok is false if the rest would
// differ from the bytes that were sent.
func (l *Logger) argument(b *body) (w word, ok bool) {
	if b == nil || len(b.raw) > b.max || !plainText(string(b.raw), "\t\r\n") {
		return nil, false
	}
	whole := body{b.raw, b.format, 1 << 30} // names of variables may be longer than the values
	w, ok = l.hidden(func(m redact.Masker) string {
		shown := whole.masked(m)
		if b.format == isJSON {
			shown = spaced(b.raw, shown)
		}
		return string(shown)
	})
	return w, ok && w.holds(string(b.raw))
}

// plainText reports whether s is valid UTF-8 without control characters except those
// in also. A terminal that a command is pasted into takes control characters for
// keys.
func plainText(s, also string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) && !strings.ContainsRune(also, r)
	})
}

// spaced returns shown, a JSON text that was redacted, in the spelling of raw: with
// its white space and escapes. It returns nil if the two differ in more than values.
func spaced(raw, shown []byte) (out []byte) {
	r, s := json.NewDecoder(bytes.NewReader(raw)), json.NewDecoder(bytes.NewReader(shown))
	r.UseNumber()
	s.UseNumber()
	for end := int64(0); ; {
		was, err := r.Token()
		is, ended := s.Token()
		if err != nil || ended != nil {
			if rest := raw[end:]; err == ended && len(bytes.TrimSpace(rest)) == 0 { // the end of both
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

// quoted returns s as a JSON string.
func quoted(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always encodes
	return strings.TrimSuffix(b.String(), "\n")
}

// skipped reads to the end of the value that begins with t. It reports whether there
// is one.
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
