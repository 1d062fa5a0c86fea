package signature

import (
	"crypto/tls"
	"net/http"
	"net/url"
	"testing"
)

// The examples of RFC 9421, sections 2.1 and 2.2, and their neighbours.
func TestTheValueOfAComponent(t *testing.T) {
	request := func(method, raw string, header http.Header) *http.Request {
		u, err := url.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		return &http.Request{Method: method, URL: u, Header: header}
	}
	fields := http.Header{
		"X-Empty-Header":      {""},
		"Cache-Control":       {"max-age=60", "   must-revalidate"},
		"Example-Dict":        {"a=1,    b=2;x=1;y=2,   c=(a   b   c), d"},
		"Example-Header":      {"value, with, lots", "of, commas"},
		"X-Ows-Header":        {"  Leading and trailing whitespace.  "},
		"X-Obs-Fold-Header":   {"Obsolete line folding."},
		"Not-A-Dict":          {"=="},
		"Line":                {"a\nb"},
		"Content-Length":      {"18"},
		"Other-Dict":          {"a=1", "a=2"},
		"Signature-Of-Others": {"x"},
	}
	for _, tt := range []struct {
		component, method, url string
		want                   string // "-": not there; "!": an error
	}{
		{"@method", "POST", "https://www.example.com/path", "POST"},
		{"@method", "", "https://www.example.com/path", "GET"},
		{"@target-uri", "POST", "https://www.example.com/path?param=value", "https://www.example.com/path?param=value"},
		{"@authority", "POST", "https://www.EXAMPLE.com:443/path", "www.example.com"},
		{"@authority", "POST", "https://www.example.com:8443", "www.example.com:8443"},
		{"@authority", "POST", "http://www.example.com:443", "www.example.com:443"},
		{"@authority", "POST", "https://[2001:DB8::1]:8443/", "[2001:db8::1]:8443"},
		{"@authority", "POST", "https://BÜCHER.example/", "xn--bcher-kva.example"},
		{"@scheme", "POST", "http://www.example.com/path?param=value", "http"},
		{"@request-target", "POST", "https://www.example.com/path?param=value", "/path?param=value"},
		{"@request-target", "GET", "https://www.example.com", "/"},
		{"@path", "POST", "https://www.example.com/a%2Fb/c?param=value", "/a%2Fb/c"},
		{"@path", "GET", "https://www.example.com", "/"},
		{"@query", "POST", "https://www.example.com/path?param=value&foo=bar&baz=bat%2Dman", "?param=value&foo=bar&baz=bat%2Dman"},
		{"@query", "POST", "https://www.example.com/path?queryString", "?queryString"},
		{"@query", "POST", "https://www.example.com/path", "?"},
		{`@query-param;name="baz"`, "GET", "https://www.example.com/path?param=value&foo=bar&baz=batman&qux=", "batman"},
		{`@query-param;name="qux"`, "GET", "https://www.example.com/path?param=value&qux=", ""},
		{`@query-param;name="var"`, "GET", "https://www.example.com/parameters?var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace", "this%20is%20a%20big%0Amultiline%20value"},
		{`@query-param;name="bar"`, "GET", "https://www.example.com/parameters?bar=with+plus+whitespace", "with%20plus%20whitespace"},
		{`@query-param;name="fa%C3%A7ade%22%3A%20"`, "GET", "https://www.example.com/parameters?fa%C3%A7ade%22%3A%20=something", "something"},
		{`@query-param;name="absent"`, "GET", "https://www.example.com/", "-"},
		{`@query-param;name="a"`, "GET", "https://www.example.com/?a=1&a=2", "!"},
		{`@query-param;name="a"`, "GET", "https://www.example.com/?a=1;b=2", "!"},
		{"X-Empty-Header", "GET", "https://www.example.com/", ""},
		{"Cache-Control", "GET", "https://www.example.com/", "max-age=60, must-revalidate"},
		{"x-ows-header", "GET", "https://www.example.com/", "Leading and trailing whitespace."},
		{"host", "GET", "https://www.example.com:8443/", "www.example.com:8443"},
		{"content-length", "GET", "https://www.example.com/", "18"},
		{"absent", "GET", "https://www.example.com/", "-"},
		{"line", "GET", "https://www.example.com/", "!"},
		{`example-dict;key="a"`, "GET", "https://www.example.com/", "1"},
		{`example-dict;key="d"`, "GET", "https://www.example.com/", "?1"},
		{`example-dict;key="b"`, "GET", "https://www.example.com/", "2;x=1;y=2"},
		{`example-dict;key="c"`, "GET", "https://www.example.com/", "(a b c)"},
		{`example-dict;key="z"`, "GET", "https://www.example.com/", "-"},
		{`other-dict;key="a"`, "GET", "https://www.example.com/", "2"},
		{`not-a-dict;key="a"`, "GET", "https://www.example.com/", "!"},
		{`"example-header";bs`, "GET", "https://www.example.com/", ":dmFsdWUsIHdpdGgsIGxvdHM=:, :b2YsIGNvbW1hcw==:"},
	} {
		item, err := parseComponent(tt.component)
		if err != nil {
			t.Errorf("%s: %v", tt.component, err)
			continue
		}
		got, has, err := value(request(tt.method, tt.url, fields), item)
		switch {
		case err != nil:
			got = "!"
		case !has:
			got = "-"
		}
		if got != tt.want {
			t.Errorf("%s of %s: got %q, %v, want %q", tt.component, tt.url, got, err, tt.want)
		}
	}
}

func TestAServerSeesTheTargetThatTheClientSigned(t *testing.T) {
	req := &http.Request{Method: "GET", URL: &url.URL{Path: "/a", RawQuery: "b=c"}, Host: "api.example.com:443", RequestURI: "/a?b=c", TLS: &tls.ConnectionState{}}
	for name, want := range map[string]string{
		"@target-uri": "https://api.example.com/a?b=c", "@authority": "api.example.com", "@scheme": "https", "@request-target": "/a?b=c",
	} {
		if got := derivedValue(req, name); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}
