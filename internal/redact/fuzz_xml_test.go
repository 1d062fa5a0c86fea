package redact_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"example.com/outbound/internal/redact"
)

// FuzzXML: the content of a sensitive element or attribute stays inside, whatever
// comes before and after it, cut off anywhere. What comes out is a document.
func FuzzXML(f *testing.F) {
	for _, before := range []string{"<a>", "<a b='c'>", "<?xml version='1.0'?><a><!-- x -->", "<a><![CDATA[", "<a><b", "<a>&amp;", "\ufeff<a>", ""} {
		f.Add(before, "</a>", uint8(0), uint16(1000))
	}
	f.Add("<a><m>", "</m></a>", uint8(5), uint16(60))
	f.Add("<!", "0", uint8(1), uint16(1000))
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
