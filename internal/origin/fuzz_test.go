package origin_test

import (
	"net/url"
	"testing"

	"example.com/outbound/internal/origin"
)

// FuzzCanonicalHost: the canonical form is its own canonical form, and a dot or
// upper case does not lead to another one.
func FuzzCanonicalHost(f *testing.F) {
	for _, host := range []string{"a.example", "A.Example.", "bücher.example", "xn--bcher-kva.example", "::1", "0:0::1", "fe80::1%eth0", "127.0.0.1", "a..b", "ß", ".", "", "a_b", "é."} {
		f.Add(host)
	}
	f.Fuzz(func(t *testing.T, host string) {
		once := origin.CanonicalHost(host)
		if again := origin.CanonicalHost(once); again != once {
			t.Fatalf("%q becomes %q and then %q", host, once, again)
		}
		u := &url.URL{Scheme: "https", Host: host}
		if !origin.Same(u, u) {
			t.Fatalf("%q is not its own origin", host)
		}
	})
}
