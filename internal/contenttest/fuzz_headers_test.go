package contenttest

import (
	"net/http"
	"testing"

	"golang.org/x/net/http/httpguts"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
)

// FuzzHeader: a field arrives as it was given or is refused with kind request;
// no line end and no NUL reaches the base.
func FuzzHeader(f *testing.F) {
	for _, v := range []string{"v", "", "a\r\nX-Other: 1", "a\nb", "\x00", "é", "\xff", " v ", "\t", "a\x7f"} {
		f.Add("X-Key", v)
		f.Add(v, "v")
	}
	f.Add("Host", "b.test")
	c, base := guarded(f)
	f.Fuzz(func(t *testing.T, name, value string) {
		valid := httpguts.ValidHeaderFieldName(name) && httpguts.ValidHeaderFieldValue(value)
		for _, d := range doortest.Doors {
			base.got = nil
			_, err := d.Call(t.Context(), c, doortest.Ask{Method: "GET", URL: "https://a.example/", Opts: []outbound.CallOption{outbound.Header(name, value)}})
			checkArrived(t, base, d.Name, name, value, valid, err)
		}
		for way, send := range map[string]func(*http.Request) error{
			"Do":   func(req *http.Request) error { _, err := c.Do(req); return err },
			"HTTP": func(req *http.Request) error { _, err := c.HTTP().Do(req); return err },
			"R": func(req *http.Request) error {
				_, err := c.R(req.Context()).SetHeaderVerbatim(name, value).Get(req.URL.String())
				return err
			},
		} {
			base.got = nil
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://a.example/", nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Header = http.Header{name: {value}}
			checkArrived(t, base, way, name, value, valid, send(req))
		}
	})
}

func checkArrived(t *testing.T, base *catching, way, name, value string, valid bool, err error) {
	t.Helper()
	if !valid {
		if len(base.got) > 0 || httperror.Classify(err) != httperror.Request {
			t.Errorf("%s: %q: %q: %d requests, %v", way, name, value, len(base.got), err)
		}
		return
	}
	for _, req := range base.got {
		for field, values := range req.Header {
			for _, v := range values {
				if !httpguts.ValidHeaderFieldName(field) || !httpguts.ValidHeaderFieldValue(v) {
					t.Errorf("%s: %q: %q: the base got %q: %q", way, name, value, field, v)
				}
			}
		}
	}
}
