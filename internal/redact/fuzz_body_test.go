package redact_test

import (
	"strings"
	"testing"

	"example.com/outbound/internal/redact"
)

// FuzzBody: a secret stays inside in a body of any type, whole or broken, and a
// body without one is returned as it is.
func FuzzBody(f *testing.F) {
	for form := range uint8(8) {
		f.Add("", "", "application/json", form)
	}
	f.Add("{\"x\":", "}", "application/json; charset", uint8(0))
	f.Add("a=1&", "&%zz", "application/x-www-form-urlencoded", uint8(2))
	f.Add("\x00\x01 ", "\xff\xfe", "image/png", uint8(2))
	f.Add("<a>", "</b>", "text/xml", uint8(3))
	f.Fuzz(func(t *testing.T, before, after, contentType string, form uint8) {
		if !harmless(before, after, contentType) || strings.ContainsAny(before, "\"'\\<&%") {
			return // which may make something else of what follows
		}
		forms := []string{
			`{"password":"` + secret + `"}`, `[{"name":"token","value":"` + secret + `"}]`, "\npassword=" + secret,
			"<password>" + secret + "</password>", "\nAuthorization: Bearer " + secret, "https://u:" + secret + "@h.test/",
			"--b\r\nContent-Disposition: form-data; name=\"pin\"\r\n\r\n" + secret + "\r\n--b--\r\n", "\nBearer " + secret,
		}
		switch form %= uint8(len(forms)); form {
		case 1: // a pair is one in JSON, not in a text
			before, after = "", ""
		case 6:
			before, contentType = "", "multipart/form-data; boundary=b"
		}
		in := before + forms[form] + "\n" + after
		if out := (redact.Masker{}).Body([]byte(in), contentType); leaks(out) && !strings.HasPrefix(contentType, "multipart/") {
			t.Errorf("%q, %q: got %q", contentType, in, out)
		}
	})
}
