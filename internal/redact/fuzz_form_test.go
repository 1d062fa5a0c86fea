package redact_test

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"example.com/outbound/internal/redact"
)

// FuzzForm: the value of a sensitive name stays inside, wherever its pair is
// and however its name is written. A form that can be parsed still can, with the
// same names.
func FuzzForm(f *testing.F) {
	for _, s := range []string{"", "a=1&", "a=", "%", "x", "a[", "a=1;", "a=b&&=c&", "%70", "a=%41+b"} {
		f.Add(s, "&z=1", "password", uint16(100))
	}
	f.Add("a=1&", "]=x", "user[pin", uint16(40))
	f.Fuzz(func(t *testing.T, before, after, name string, max uint16) {
		if !harmless(before, after, name) {
			return
		}
		if !redact.Sensitive(name) {
			name += ".password"
		}
		for _, written := range []string{url.QueryEscape(name), name} {
			if written == name && strings.ContainsAny(name, "=&;%+") {
				continue // it is not the name then
			}
			in := before + "&" + written + "=" + secret + "&" + after
			checkForm(t, in, redact.Form([]byte(in), int(max)), int(max))
			checkForm(t, in, []byte(redact.Query(in, redact.Sensitive)), len(in)*9)
		}
	})
}

func checkForm(t *testing.T, in string, out []byte, max int) {
	t.Helper()
	if leaks(out) {
		t.Errorf("%q: got %q", in, out)
	}
	if len(out) > max {
		t.Errorf("%q: got %d bytes, want %d at most", in, len(out), max)
	}
	whole, err := url.ParseQuery(in)
	if err != nil {
		return
	}
	again, err := url.ParseQuery(string(out))
	if err != nil {
		t.Errorf("%q: got %q, %v", in, out, err)
	}
	for _, name := range slices.Collect(maps.Keys(again)) {
		if _, had := whole[name]; !had && name != redact.Mask {
			t.Errorf("%q: got %q, whose name %q is new", in, out, name)
		}
	}
}
