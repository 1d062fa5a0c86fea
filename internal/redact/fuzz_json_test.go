package redact_test

import (
	"encoding/json"
	"testing"

	"example.com/outbound/internal/redact"
)

// FuzzJSON: the value of a sensitive member stays inside, whatever it is and
// whatever comes before and after it, cut off anywhere. What comes out is JSON.
func FuzzJSON(f *testing.F) {
	for _, before := range []string{`{`, `{"a":1,`, `[{"a":{`, `{"a":"`, `{"a":"\`, `{"a\`, `["`, `{"a":{"b":[`, ` `, "\xef\xbb\xbf{"} {
		f.Add(before, `}`, uint8(0), uint16(1000))
	}
	f.Add(`[{`, `}]`, uint8(3), uint16(20))
	f.Fuzz(func(t *testing.T, before, after string, form uint8, max uint16) {
		if !harmless(before, after) {
			return
		}
		value := []string{`"` + secret + `"`, `{"a":"` + secret + `"}`, `["` + secret + `"]`, `[[{"b":["` + secret + `"]}]]`}[form%4]
		name := []string{`"password"`, `"pass\u0077ord"`, `"user.pin"`, `"X-Api-Key"`}[form/4%4]
		in := before + name + ":" + value + after
		out := redact.JSON([]byte(in), int(max))
		if leaks(out) {
			t.Errorf("%q: got %q", in, out)
		}
		if len(out) > 0 && !json.Valid(out) {
			t.Errorf("%q: got %q, which is no JSON", in, out)
		}
		if len(out) > int(max) {
			t.Errorf("%q: got %d bytes, want %d at most", in, len(out), max)
		}
	})
}

// FuzzText: a secret in the shapes that a text has for one stays inside, at the
// end of any text.
func FuzzText(f *testing.F) {
	for _, before := range []string{"", "a", "a=", "a: ", "say \"", "Basic ", "\\", "'"} {
		f.Add(before, uint8(0))
	}
	f.Fuzz(func(t *testing.T, before string, shape uint8) {
		if !harmless(before) {
			return
		}
		shapes := []string{
			"password=" + secret, "token: " + secret, `"secret":"` + secret + `"`, "Bearer " + secret, "Basic " + secret,
			"https://u:" + secret + "@h.test/", "https://h.test/?api_key=" + secret, "Digest username=\"u\", response=" + secret,
		}
		in := before + " " + shapes[int(shape)%len(shapes)]
		if out := redact.Text(in); leaks(out) {
			t.Errorf("%q: got %q", in, out)
		}
	})
}
