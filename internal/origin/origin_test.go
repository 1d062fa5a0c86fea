package origin_test

import (
	"net/url"
	"testing"

	"example.com/outbound/internal/origin"
)

func parse(t testing.TB, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestTwoSpellingsOfOneHostAreOneOrigin(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		same bool
	}{
		{"https://a.example", "https://A.example:443/x", true},
		{"http://a.example:80", "http://a.example.", true},
		{"https://a.example:", "https://a.example", true},
		{"https://a.example:08443", "https://a.example:8443", true},
		{"https://a.example", "https://a.example:80", false},
		{"http://a.example", "https://a.example", false},
		{"https://bücher.example", "https://xn--bcher-kva.example", true},
		{"https://BÜCHER.example.", "https://bücher.example:443", true},
		{"https://bücher.example", "https://buecher.example", false},
		{"https://[::1]", "https://[0:0:0:0:0:0:0:1]:443", true},
		{"https://[2001:DB8::A]", "https://[2001:db8:0::a]", true},
		{"https://[::1]", "https://[::2]", false},
		{"https://a_b.example", "https://A_B.example", true},
		{"https://a.example", "https://a.example.evil.net", false},
		{"https://\u212Aelvin.example", "https://kelvin.example", true}, // the sign of the unit, which IDNA maps
	} {
		a, b := parse(t, tt.a), parse(t, tt.b)
		if got := origin.Same(a, b); got != tt.same {
			t.Errorf("%s and %s: got %v, want %v", tt.a, tt.b, got, tt.same)
		}
		if got := a.Scheme == b.Scheme && origin.Key(a) == origin.Key(b); got != tt.same {
			t.Errorf("%s and %s have the keys %s and %s", tt.a, tt.b, origin.Key(a), origin.Key(b))
		}
	}
}

func TestAKeyIsSpelledAsAnAddress(t *testing.T) {
	for raw, want := range map[string]string{
		"https://A.example.:443/x": "a.example",
		"http://a.example:443":     "a.example:443",
		"https://[0::1]:8443":      "[::1]:8443",
		"https://[::1]":            "[::1]",
		"https://a.example:0":      "a.example:0",
		"https://a.example:000":    "a.example:0",
	} {
		if got := origin.Key(parse(t, raw)); got != want {
			t.Errorf("%s: got %s, want %s", raw, got, want)
		}
	}
}

func TestAPlainURLCostsNoAllocation(t *testing.T) {
	a, b, c := parse(t, "https://api.example.com/x"), parse(t, "https://api.example.com:443"), parse(t, "https://other.example.com:8443")
	n := testing.AllocsPerRun(100, func() {
		if !origin.Same(a, b) || origin.Same(a, c) || origin.Key(a) != origin.Key(b) || origin.Key(c) == "" {
			t.Error("wrong")
		}
	})
	if n != 0 {
		t.Errorf("got %v allocations, want none", n)
	}
}
