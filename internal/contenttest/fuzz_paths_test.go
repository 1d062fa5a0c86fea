package contenttest

import (
	"net/url"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/internal/doortest"
)

// FuzzPathCarriesNoCredentials: whatever is given where a path is expected, and
// wherever it leads, the credentials of the base URL go to its origin only; and
// what begins with a slash, or two, leads nowhere else.
func FuzzPathCarriesNoCredentials(f *testing.F) {
	for _, path := range []string{
		"/users", "//b.test/x", "https://b.test/x", "https://home.test@b.test/", "http://home.test/", "https://home.test:444/", "@b.test", ":80/x",
		`/\b.test`, `\\b.test`, "https:/b.test", "https:b.test", "https:///b.test", "..//b.test", "?x", "#y", "{id}", "/%2F/b.test", "https://home.test.b.test/", "\thttps://b.test", "HTTPS://B.test", "https://home.test./",
	} {
		f.Add(path)
	}
	c, base := guarded(f)
	f.Fuzz(func(t *testing.T, path string) {
		if strings.Contains(path, doortest.Canary) {
			return
		}
		for _, d := range doortest.Doors[:2] {
			base.got = nil
			_, _ = d.Call(t.Context(), c, doortest.Ask{Method: "GET", URL: path})
			for _, req := range base.got {
				host := strings.TrimSuffix(req.URL.Hostname(), ".") // a rooted name is the same host
				home := req.URL.Scheme == "https" && strings.EqualFold(host, "home.test") && (req.URL.Port() == "" || req.URL.Port() == "443")
				if !home && holdsCanary(req) {
					t.Errorf("%s: %q takes the credentials to %s", d.Name, path, req.URL)
				}
				if !home && strings.HasPrefix(path, "/") {
					t.Errorf("%s: %q leads to %s", d.Name, path, req.URL)
				}
			}
		}
	})
}

// FuzzPathParam: a parameter is one segment of the path, as it was given, or is
// refused: it never reaches the base with a line end, and never names another
// resource.
func FuzzPathParam(f *testing.F) {
	for _, v := range []string{"42", "", ".", "..", "a/b", "../x", "%2e%2e", "a?b", "a#b", "{id}", "a\r\nb", "\x00", "//h", "https:", "é", "\xff", " ", ";", "a:b", "\\"} {
		f.Add(v)
	}
	c, base := guarded(f)
	f.Fuzz(func(t *testing.T, value string) {
		for _, d := range doortest.Doors {
			base.got = nil
			_, err := d.Call(t.Context(), c, doortest.Ask{Method: "GET", URL: "https://a.example/users/{id}/x", Opts: []outbound.CallOption{outbound.PathParam("id", value)}})
			refused := value == "" || value == "." || value == ".." || strings.ContainsAny(value, "\r\n\x00")
			if refused != (len(base.got) == 0) || refused != (err != nil) {
				t.Errorf("%s: %q: %d requests, %v", d.Name, value, len(base.got), err)
			}
			for _, req := range base.got {
				parts := strings.Split(req.URL.EscapedPath(), "/")
				if len(parts) != 4 || parts[1] != "users" || parts[3] != "x" {
					t.Fatalf("%s: %q leads to %s", d.Name, value, req.URL)
				}
				if got, err := url.PathUnescape(parts[2]); err != nil || got != value {
					t.Errorf("%s: %q arrives as %q, %v", d.Name, value, got, err)
				}
			}
		}
	})
}

// FuzzQueryParam: a parameter arrives as it was given, and no other with it, or
// is refused.
func FuzzQueryParam(f *testing.F) {
	for _, v := range []string{"", "a b", "a&b=c", "a=b", "#", "a\r\nb", "\x00", "é", "\xff", ";", "+", "%41"} {
		f.Add("q", v)
		f.Add(v, "1")
	}
	c, base := guarded(f)
	f.Fuzz(func(t *testing.T, name, value string) {
		for _, d := range doortest.Doors {
			base.got = nil
			_, err := d.Call(t.Context(), c, doortest.Ask{Method: "GET", URL: "https://a.example/users", Opts: []outbound.CallOption{outbound.Query(name, value)}})
			refused := strings.ContainsAny(name+value, "\r\n\x00")
			if refused != (len(base.got) == 0) || refused != (err != nil) {
				t.Errorf("%s: %q=%q: %d requests, %v", d.Name, name, value, len(base.got), err)
			}
			for _, req := range base.got {
				got, err := url.ParseQuery(req.URL.RawQuery)
				if err != nil || len(got) != 1 || len(got[name]) != 1 || got[name][0] != value {
					t.Errorf("%s: %q=%q arrives as %q, %v", d.Name, name, value, req.URL.RawQuery, err)
				}
			}
		}
	})
}
