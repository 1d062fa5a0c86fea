package auth_test

import (
	"testing"

	"example.com/outbound/auth"
)

func TestOriginMatches(t *testing.T) {
	for _, tt := range []struct {
		origin, url string
		want        bool
	}{
		{"https://a.example", "https://a.example/path?q", true},
		{"https://a.example", "https://a.example:443/", true},
		{"https://a.example:443", "https://a.example", true},
		{"https://A.Example/", "https://a.eXample", true},
		{"https://a.example", "http://a.example", false},
		{"http://a.example", "https://a.example", false},
		{"http://a.example", "http://a.example:80", true},
		{"https://a.example", "https://a.example:8443", false},
		{"https://a.example", "https://b.a.example", false},
		{"https://b.a.example", "https://a.example", false},
		{"https://a.example", "https://a.example.", true},
		{"https://a.example.", "https://A.EXAMPLE", true},
		{"https://a.example.:443", "https://a.example:0443/", true},
		{"https://a.example", "https://a.example..", false},
		{"https://bücher.example", "https://xn--bcher-kva.example/x", true},
		{"https://xn--bcher-kva.example", "https://BÜCHER.example.:443", true},
		{"https://bücher.example", "https://bucher.example", false},
		{"https://*.bücher.example", "https://api.xn--bcher-kva.example", true},
		{"https://*.xn--bcher-kva.example.", "https://api.b%C3%BCcher.example", true},
		{"https://faß.example", "https://xn--fa-hia.example", true},
		{"https://a。example", "https://a.example", true},
		{"https://[2001:db8:0:0:0:0:0:1]", "https://[2001:DB8::1]:443/", true},
		{"https://[2001:db8::1]:8443", "https://[2001:0db8:0000::0001]:8443", true},
		{"https://[fe80::1%25eth0]", "https://[FE80:0::1%25eth0]", true},
		{"https://[fe80::1%25eth0]", "https://[fe80::1%25eth1]", false},
		{"https://127.0.0.1", "https://１２７.0.0.1", true},
		{"https://a.example", "https://xa.example", false},
		{"https://*.example.com", "https://a.example.com", true},
		{"https://*.example.com", "https://b.a.EXAMPLE.com", true},
		{"https://*.example.com", "https://example.com", false},
		{"https://*.example.com", "https://.example.com", false},
		{"https://*.example.com", "https://evilexample.com", false},
		{"https://*.example.com", "https://a.example.com.evil.net", false},
		{"https://*.example.com", "http://a.example.com", false},
		{"https://*.example.com", "https://a.example.com:8443", false},
		{"https://*.example.com:8443", "https://a.example.com:8443", true},
		{"https://[::1]:8443", "https://[::1]:8443/x", true},
		{"https://[::1]", "https://[::2]", false},
		{"https://a.example", "https://user:pw@a.example/", true},
		{"https://a.example", "https://a.example@evil.net/", false},
		{auth.InsecureAnyOrigin(), "http://anything.example:1234", true},
	} {
		t.Run(tt.origin+" and "+tt.url, func(t *testing.T) {
			o, err := auth.ParseOrigin(tt.origin)
			if err != nil {
				t.Fatal(err)
			}
			if got := o.Matches(parse(t, tt.url)); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			again, err := auth.ParseOrigin(o.String())
			if err != nil || again != o {
				t.Errorf("%s is read back as %v, %v", o, again, err)
			}
		})
	}
}

func TestOriginsThatAreNone(t *testing.T) {
	for _, raw := range []string{
		"", "*", "https://*", "https://*.com", "https://a.*.com", "https://*a.example.com", "http://*.*.example.com",
		"a.example", "//a.example", "ftp://a.example", "https://", "https://a.example/path", "https://a.example?q",
		"https://a.example#f", "https://*.", "https://.", "https://u@a.example", "https://a.example:port", "https://a b",
	} {
		if o, err := auth.ParseOrigin(raw); err == nil {
			t.Errorf("%q: got %v, want an error", raw, o)
		}
	}
	if (auth.Origin{}).Matches(parse(t, "/path")) {
		t.Error("the zero origin matches")
	}
}
