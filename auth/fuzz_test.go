package auth_test

import (
	"net/url"
	"testing"

	"example.com/outbound/auth"
)

// FuzzParseOrigin: an origin that is read is printed in a form that is read as
// the same origin, and an address without a wildcard matches its own origin.
func FuzzParseOrigin(f *testing.F) {
	for _, raw := range []string{
		"https://a.example", "http://A.Example.:80/", "https://*.example.com:8443", "https://bücher.example", "https://[::1]:8443",
		"https://[fe80::1%25eth0]", "https://*", "https://", "https://a.example/path", "https://u@a", "*", "https://*.", "https://a:0443",
		auth.InsecureAnyOrigin(),
	} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		o, err := auth.ParseOrigin(raw)
		if err != nil {
			return
		}
		again, err := auth.ParseOrigin(o.String())
		if err != nil || again != o {
			t.Fatalf("%q is %s, which is read as %v, %v", raw, o, again, err)
		}
		u, err := url.Parse(o.String())
		if err == nil && u.Hostname() != "" && u.Hostname()[0] != '*' && !o.Matches(u) {
			t.Fatalf("%q is %s, which does not match itself", raw, o)
		}
	})
}
