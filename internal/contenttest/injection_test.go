package contenttest

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

// A request that somebody else has built may hold anything.
func TestWhatWouldBeSmuggledInARawRequestIsRefused(t *testing.T) {
	for place, set := range map[string]func(req *http.Request, v string){
		"a header":        func(req *http.Request, v string) { req.Header["X-Key"] = []string{"1", v} },
		"a header's name": func(req *http.Request, v string) { req.Header[v] = []string{"1"} },
		"a cookie":        func(req *http.Request, v string) { req.Header.Set("Cookie", "sid="+v) },
		"a trailer":       func(req *http.Request, v string) { req.Trailer = http.Header{"X-Key": {v}} },
		"the Host":        func(req *http.Request, v string) { req.Host = v },
		"the URL's host":  func(req *http.Request, v string) { req.URL.Host = v },
		"the query":       func(req *http.Request, v string) { req.URL.RawQuery = "q=" + v },
		"an opaque path":  func(req *http.Request, v string) { req.URL.Opaque = "//a.example/" + v },
		"the verb":        func(req *http.Request, v string) { req.Method = v },
		"another scheme":  func(req *http.Request, v string) { req.URL.Scheme = v },
		"a transfer":      func(req *http.Request, v string) { req.Header.Set("Transfer-Encoding", "chunked"+v) },
		"credentials":     func(req *http.Request, v string) { req.Header.Set("Authorization", "Bearer "+v) },
	} {
		for name, v := range doortest.Smuggled {
			t.Run(place+", "+name, func(t *testing.T) {
				for _, way := range []string{"Do", "HTTP"} {
					base := testkit.Script(testkit.Text(200, "ok"))
					c := doortest.NewClient(t, outbound.WithMockTransport(base))
					req, err := http.NewRequestWithContext(t.Context(), "POST", "https://a.example/", strings.NewReader("body"))
					if err != nil {
						t.Fatal(err)
					}
					set(req, v)
					send := c.HTTP().Do
					if way == "Do" {
						send = func(req *http.Request) (*http.Response, error) { return c.Do(req) }
					}
					resp, err := send(req)
					if err == nil {
						_, _ = io.Copy(io.Discard, resp.Body)
						_ = resp.Body.Close()
					}
					base.WantSent(t, 0)
					doortest.WantKind(t, err, httperror.Request)
				}
			})
		}
	}
}
