package redact_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"example.com/outbound/internal/redact"
)

// FuzzXML: the content of a sensitive element or attribute stays inside, whatever
// stands before and behind it, cut off anywhere. What comes out is a document.
func FuzzXML(f *testing.F) {
	for _, before := range []string{"<a>", "<a b='c'>", "<?xml version='1.0'?><a><!-- x -->", "<a><![CDATA[", "<a><b", "<a>&amp;", "\ufeff<a>", ""} {
		f.Add(before, "</a>", uint8(0), uint16(1000))
	}
	f.Add("<a><m>", "</m></a>", uint8(5), uint16(60))
	f.Fuzz(func(t *testing.T, before, after string, form uint8, max uint16) {
		if !harmless(before, after) {
			return
		}
		forms := []string{
			"<password>" + secret + "</password>", "<s:Pin><x>" + secret + "</x></s:Pin>", "<b token='" + secret + "'/>",
			"<pin><![CDATA[" + secret + "]]></pin>", "<add name='password' value='" + secret + "'/>",
			"<m><name>password</name><value><s>" + secret + "</s></value></m>", "<m><value>" + secret + "</value><key>token</key></m>",
		}
		in := before + forms[int(form)%len(forms)] + after
		out := redact.XML([]byte(in), int(max))
		if leaks(out) {
			t.Errorf("%q: got %q", in, out)
		}
		if len(out) > int(max) || !utf8.Valid(out) {
			t.Errorf("%q: got %d bytes, %q, want %d bytes of UTF-8 at most", in, len(out), out, max)
		}
		for d := xml.NewDecoder(strings.NewReader(string(out))); ; {
			if _, err := d.RawToken(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%q: got %q: %v", in, out, err)
			}
		}
	})
}

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

// FuzzError: a secret in the shapes that a text has for one stays inside, in an
// error of any text, alone and wrapped.
func FuzzError(f *testing.F) {
	for shape := range uint8(8) {
		f.Add("dial tcp: ", ": refused", shape)
	}
	f.Fuzz(func(t *testing.T, before, after string, shape uint8) {
		if !harmless(before, after) {
			return
		}
		shapes := []string{
			"password=" + secret, "token: " + secret, `"secret":"` + secret + `"`, "Bearer " + secret, "Basic " + secret,
			"https://u:" + secret + "@h.test/", "https://h.test/?q=" + secret, "Digest username=\"u\", response=" + secret,
		}
		cause := errors.New(before + " " + shapes[int(shape)%len(shapes)] + " " + after)
		for _, err := range []error{cause, fmt.Errorf("%s: %w", before, cause), errors.Join(cause, io.EOF), fmt.Errorf("%w: %s", io.EOF, cause)} {
			got := redact.Error(err)
			if leaks(got.Error()) {
				t.Errorf("%q: got %q", err, got)
			}
			if !utf8.ValidString(got.Error()) && utf8.ValidString(err.Error()) {
				t.Errorf("%q: got %q, which is no UTF-8", err, got)
			}
		}
	})
}
