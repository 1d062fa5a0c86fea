package redact_test

import (
	"bufio"
	"bytes"
	"net/http"
	"net/textproto"
	"testing"

	"golang.org/x/net/http/httpguts"

	"example.com/outbound/internal/redact"
)

// FuzzHeader: the value of a field that is not on the list stays inside, and the
// fields that come out can be written and read again, by the same names.
func FuzzHeader(f *testing.F) {
	for _, name := range []string{"Authorization", "cookie", "X-Anything", "Accept", "CONTENT-TYPE", "X Y", ""} {
		f.Add(name, "X-Other", "1")
	}
	f.Fuzz(func(t *testing.T, name, other, value string) {
		if !harmless(name, other, value) || !httpguts.ValidHeaderFieldValue(value) { // net/http lets no other in or out
			return
		}
		h := http.Header{other: {value}}
		if redact.HeaderShown(name) {
			name = "X-Canary"
		}
		h[name] = append(h[name], secret)
		out := redact.Header(h)
		for field, values := range out {
			if len(values) > 0 && leaks(values[len(values)-1]) {
				t.Errorf("%v: got %v", h, out)
			}
			if _, had := h[field]; !had {
				t.Errorf("%v: got %v, whose field %q is new", h, out, field)
			}
		}
		if len(out) != len(h) {
			t.Errorf("%v: got %v, want the same fields", h, out)
		}
		checkWritten(t, out)
		if got := redact.ResponseHeader(http.Header{"Set-Cookie": {secret}, "X-Auth-Token": {secret}, "Location": {"http://u:" + secret + "@h/?" + other + "=" + secret}}); leaks(got.Get("Set-Cookie") + got.Get("X-Auth-Token") + got.Get("Location")) {
			t.Errorf("got %v", got)
		}
	})
}

// checkWritten holds that what package http writes of h is a header.
func checkWritten(t *testing.T, h http.Header) {
	t.Helper()
	var text bytes.Buffer
	if err := h.Write(&text); err != nil {
		t.Fatal(err)
	}
	if leaks(text.Bytes()) {
		t.Errorf("writes %q", text.Bytes())
	}
	text.WriteString("\r\n")
	if _, err := textproto.NewReader(bufio.NewReader(&text)).ReadMIMEHeader(); err != nil {
		t.Errorf("%v cannot be read again: %v", h, err)
	}
}
