package transport

import (
	"net/url"
	"testing"
)

func TestNoProxyIsUnderstoodAlikeForEveryHost(t *testing.T) {
	for _, tt := range []struct {
		list, url string
		covers    bool
	}{
		{"", "http://127.0.0.1/", false},
		{"*", "http://127.0.0.1/", true},
		{"localhost", "http://localhost:8080/", true},
		{"localhost:8080", "http://localhost:8080/", true},
		{"localhost:8080", "http://localhost:9090/", false},
		{"127.0.0.1", "http://127.0.0.1:8080/", true},
		{"127.0.0.1:8080", "http://127.0.0.1:8080/", true},
		{"127.0.0.1:8080", "http://127.0.0.1/", false},
		{"127.0.0.1:80", "http://127.0.0.1/", true},
		{"127.0.0.1:443", "https://127.0.0.1/", true},
		{"127.0.0.0/8", "http://127.9.9.9/", true},
		{"::1", "http://[::1]:8080/", true},
		{"[::1]", "http://[::1]/", true},
		{"[::1]:8080", "http://[::1]:8080/", true},
		{"[::1]:8080", "http://[::1]:9090/", false},
		{"0:0:0:0:0:0:0:1", "http://[::1]/", true},
		{"::ffff:127.0.0.1", "http://127.0.0.1/", true},
		{"fd00::/8", "http://[fd00::5]/", true},
		{"10.0.0.0/8", "http://10.1.2.3/", true},
		{"10.0.0.0/8", "http://11.1.2.3/", false},
		{"example.com", "http://example.com/", true},
		{"example.com", "http://EXAMPLE.com./", true},
		{"example.com", "http://api.example.com/", true},
		{"example.com", "http://notexample.com/", false},
		{".example.com", "http://api.example.com/", true},
		{".example.com", "http://example.com/", false},
		{"*.example.com", "http://api.example.com/", true},
		{"*.example.com", "http://example.com/", false},
		{"example.com:8443", "https://example.com:8443/", true},
		{"example.com:8443", "https://example.com/", false},
		{" a.test , , b.test ", "http://b.test/", true},
		{".", "http://a.test/", false},
		{"a.test", "http://10.1.2.3/", false},
	} {
		u, err := url.Parse(tt.url)
		if err != nil {
			t.Fatal(err)
		}
		if got := parseNoProxy(tt.list).covers(u); got != tt.covers {
			t.Errorf("NO_PROXY=%q, %s: got %v, want %v", tt.list, tt.url, got, tt.covers)
		}
	}
}
