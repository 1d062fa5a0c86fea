package doortest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

// site answers every path of the scenarios.
func site(w http.ResponseWriter, r *http.Request) {
	switch code, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/status/")); {
	case err == nil:
		w.Header().Set("Location", "/landed")
		w.WriteHeader(code)
	case r.URL.Path == "/blank":
		w.Header().Set("Location", "/landed?q=a b")
		w.WriteHeader(http.StatusFound)
	case r.URL.Path == "/port":
		w.Header().Set("Location", "http://a.example:99999/")
		w.WriteHeader(http.StatusFound)
	case r.URL.Path == "/away":
		w.Header().Set("Location", "http://localhost:1/")
		w.WriteHeader(http.StatusTemporaryRedirect)
	default:
		Echo(w, r)
	}
}

// A call has the same outcome whichever way it goes into the client.
func TestEveryEntryPointHasTheSameOutcome(t *testing.T) {
	option := func(o ...outbound.CallOption) []outbound.CallOption { return o }
	for _, c := range []struct {
		name              string
		method, url, body string
		client            []outbound.Option
		opts              []outbound.CallOption
		code              int
		kind              httperror.Kind
		result            string
		sent              []string // method and target of each request
		header            map[string]string
	}{
		{name: "a GET", url: "/a", code: 200, result: "GET /a", sent: []string{"GET /a"}, header: map[string]string{"User-Agent": "outbound/" + outbound.Version, "Accept": "*/*"}},
		{name: "a verb in lower case", method: "delete", url: "/a", code: 200, result: "DELETE /a", sent: []string{"DELETE /a"}},
		{name: "a body", method: "PUT", url: "/a", body: "text", code: 200, result: "PUT /a", sent: []string{"PUT /a"}},
		{name: "a body of a GET", method: "GET", url: "/a", body: "text", code: 200, result: "GET /a", sent: []string{"GET /a"}},
		{name: "the base URL itself", url: "", code: 200, result: "GET /", sent: []string{"GET /"}},
		{name: "a query and no path", url: "?q=1", code: 200, result: "GET /", sent: []string{"GET /?q=1"}},
		{name: "two slashes in a row", url: "/a//b", code: 200, result: "GET /a//b", sent: []string{"GET /a//b"}},
		{name: "two slashes first", url: "//a", code: 200, result: "GET //a", sent: []string{"GET //a"}},
		{name: "an escaped slash", url: "/a%2Fb", code: 200, result: "GET /a/b", sent: []string{"GET /a%2Fb"}},
		{name: "a blank in a query", url: "/a?q=x y", code: 200, result: "GET /a", sent: []string{"GET /a?q=x%20y"}},
		{name: "a semicolon in a query", url: "/a?q=x;y", code: 200, result: "GET /a", sent: []string{"GET /a?q=x;y"}},
		{name: "a query option", url: "/a?q=1", opts: option(outbound.Query("r", "x&y")), code: 200, result: "GET /a", sent: []string{"GET /a?q=1&r=x%26y"}},
		{name: "a parameter", url: "/u/{id}/x", opts: option(outbound.PathParam("id", "a/b c")), code: 200, result: "GET /u/a/b c/x", sent: []string{"GET /u/a%2Fb%20c/x"}},
		{name: "a parameter that makes another", url: "/s?q={q}&n=1", opts: option(outbound.PathParam("q", "x&role=admin+1#f")), code: 200, result: "GET /s", sent: []string{"GET /s?q=x%26role%3Dadmin%2B1%23f&n=1"}},
		{name: "a value that looks like a parameter", url: "/{a}/{b}", opts: option(outbound.PathParam("a", "{b}"), outbound.PathParam("b", "secret")), code: 200, result: "GET /{b}/secret", sent: []string{"GET /%7Bb%7D/secret"}},
		{name: "a parameter given twice", url: "/{a}", opts: option(outbound.PathParam("a", "1"), outbound.PathParam("a", "2")), code: 200, result: "GET /2", sent: []string{"GET /2"}},
		{name: "a parameter without a value", url: "/{a}/{b}", opts: option(outbound.PathParam("a", "1")), kind: httperror.Request},
		{name: "a dot segment as a parameter", url: "/{a}", opts: option(outbound.PathParam("a", "..")), kind: httperror.Request},
		{name: "a port that is none", url: "http://127.0.0.1:99999/", kind: httperror.Request},
		{name: "another scheme", url: "ftp://127.0.0.1/", kind: httperror.Request},
		{name: "no scheme", url: "localhost:1/x", kind: httperror.Request},
		{name: "a default", url: "/a", client: []outbound.Option{outbound.WithHeader("X-Mine", "1"), outbound.WithHeader("Accept", "text/csv"), outbound.WithHeader("User-Agent", "me")},
			code: 200, result: "GET /a", sent: []string{"GET /a"}, header: map[string]string{"X-Mine": "1", "Accept": "text/csv", "User-Agent": "me"}},
		{name: "a field instead of a default", url: "/a", client: []outbound.Option{outbound.WithHeader("X-Mine", "1"), outbound.WithHeader("Accept", "text/csv"), outbound.WithUserAgent("me")},
			opts: option(outbound.Header("x-mine", "2"), outbound.Header("Accept", "text/html"), outbound.Header("User-Agent", "you")),
			code: 200, result: "GET /a", sent: []string{"GET /a"}, header: map[string]string{"X-Mine": "2", "Accept": "text/html", "User-Agent": "you"}},
		{name: "no User-Agent", url: "/a", client: []outbound.Option{outbound.WithUserAgent("")}, code: 200, result: "GET /a", sent: []string{"GET /a"}, header: map[string]string{"User-Agent": ""}},
		{name: "no User-Agent for one call", url: "/a", opts: option(outbound.Header("User-Agent", "")), code: 200, result: "GET /a", sent: []string{"GET /a"}, header: map[string]string{"User-Agent": ""}},
		{name: "a Content-Type of the client", method: "POST", url: "/a", body: "{}", client: []outbound.Option{outbound.WithHeader("Content-Type", "application/vnd.api+json")},
			code: 200, result: "POST /a", sent: []string{"POST /a"}, header: map[string]string{"Content-Type": "application/vnd.api+json"}},
		{name: "a Content-Type of the call", method: "POST", url: "/a", body: "a,b", client: []outbound.Option{outbound.WithHeader("Content-Type", "text/x")}, opts: option(outbound.Header("Content-Type", "text/csv")),
			code: 200, result: "POST /a", sent: []string{"POST /a"}, header: map[string]string{"Content-Type": "text/csv"}},
		{name: "several values", url: "/a", client: []outbound.Option{outbound.WithHeader("X-Mine", "0")}, opts: option(outbound.Header("X-Mine", "1"), outbound.AddHeader("X-Mine", "2")),
			code: 200, result: "GET /a", sent: []string{"GET /a"}, header: map[string]string{"X-Mine": "1, 2"}},
		{name: "a Host of the client", url: "/a", client: []outbound.Option{outbound.WithHeader("Host", "tenant.example")}, code: 200, result: "GET /a", sent: []string{"GET /a"}, header: map[string]string{"Host": "tenant.example"}},
		{name: "a Host of the call", url: "/a", client: []outbound.Option{outbound.WithHeader("Host", "tenant.example")}, opts: option(outbound.Header("host", "other.example:81")),
			code: 200, result: "GET /a", sent: []string{"GET /a"}, header: map[string]string{"Host": "other.example:81"}},
		{name: "a Host across a redirect at home", url: "/status/302", opts: option(outbound.Header("Host", "other.example")), code: 200, result: "GET /landed", sent: []string{"GET /status/302", "GET /landed"}, header: map[string]string{"Host": "other.example"}},
		{name: "a Host that is none", url: "/a", opts: option(outbound.Header("Host", "a/b")), kind: httperror.Request},
		{name: "an empty Host", url: "/a", opts: option(outbound.Header("Host", "")), kind: httperror.Request},
		{name: "Expect", method: "PUT", url: "/a", body: "text", opts: option(outbound.Header("Expect", "100-continue")), code: 200, result: "PUT /a", sent: []string{"PUT /a"}},
		{name: "the length of the body", method: "PUT", url: "/a", body: "text", opts: option(outbound.Header("Content-Length", "4")), code: 200, result: "PUT /a", sent: []string{"PUT /a"}},
		{name: "another length", method: "PUT", url: "/a", body: "text", opts: option(outbound.Header("Content-Length", "5")), kind: httperror.Request},
		{name: "a length of 0", method: "PUT", url: "/a", body: "text", opts: option(outbound.Header("Content-Length", "0")), kind: httperror.Request},
		{name: "a length without a body", url: "/a", opts: option(outbound.Header("Content-Length", "5")), kind: httperror.Request},
		{name: "a length that is no number", method: "PUT", url: "/a", body: "text", opts: option(outbound.Header("Content-Length", "4 ")), kind: httperror.Request},
		{name: "two lengths", method: "PUT", url: "/a", body: "text", opts: option(outbound.Header("Content-Length", "4"), outbound.AddHeader("Content-Length", "5")), kind: httperror.Request},
		{name: "Connection", url: "/a", opts: option(outbound.Header("Connection", "close")), kind: httperror.Request},
		{name: "Proxy-Connection", url: "/a", opts: option(outbound.Header("Proxy-Connection", "close")), kind: httperror.Request},
		{name: "Keep-Alive", url: "/a", opts: option(outbound.AddHeader("Keep-Alive", "5")), kind: httperror.Request},
		{name: "Transfer-Encoding", method: "PUT", url: "/a", body: "text", opts: option(outbound.Header("transfer-encoding", "chunked")), kind: httperror.Request},
		{name: "Upgrade", url: "/a", opts: option(outbound.Header("Upgrade", "websocket")), kind: httperror.Request},
		{name: "TE", url: "/a", opts: option(outbound.Header("TE", "trailers")), kind: httperror.Request},
		{name: "Trailer", url: "/a", opts: option(outbound.Header("Trailer", "X-Sum")), kind: httperror.Request},
		{name: "a line end in a field", url: "/a", opts: option(outbound.Header("X-Mine", "a\r\nX: 1")), kind: httperror.Request},
		{name: "a line end in a further value", url: "/a", opts: option(outbound.AddHeader("X-Mine", "a\nX: 1")), kind: httperror.Request},
		{name: "404", url: "/status/404", code: 404, kind: httperror.ClientStatus, sent: []string{"GET /status/404"}},
		{name: "429", url: "/status/429", code: 429, kind: httperror.RateLimited, sent: []string{"GET /status/429"}},
		{name: "an allowed 404", url: "/status/404", opts: option(outbound.AllowStatus(404)), code: 404, sent: []string{"GET /status/404"}},
		{name: "503 of a POST", method: "POST", url: "/status/503", body: "text", code: 503, kind: httperror.ServerStatus, sent: []string{"POST /status/503"}},
		{name: "204", url: "/status/204", code: 204, sent: []string{"GET /status/204"}},
		{name: "303 of a PUT", method: "PUT", url: "/status/303", body: "text", code: 200, result: "GET /landed", sent: []string{"PUT /status/303", "GET /landed"}},
		{name: "302 of a POST", method: "POST", url: "/status/302", body: "text", code: 200, result: "GET /landed", sent: []string{"POST /status/302", "GET /landed"}},
		{name: "301 of a PUT", method: "PUT", url: "/status/301", body: "text", code: 301, kind: httperror.Redirect, sent: []string{"PUT /status/301"}},
		{name: "302 of a DELETE", method: "DELETE", url: "/status/302", code: 302, kind: httperror.Redirect, sent: []string{"DELETE /status/302"}},
		{name: "302 of a PATCH", method: "PATCH", url: "/status/302", body: "text", code: 302, kind: httperror.Redirect, sent: []string{"PATCH /status/302"}},
		{name: "302 of an OPTIONS", method: "OPTIONS", url: "/status/302", code: 302, kind: httperror.Redirect, sent: []string{"OPTIONS /status/302"}},
		{name: "308 with a body", method: "PUT", url: "/status/308", body: "text", code: 200, result: "PUT /landed", sent: []string{"PUT /status/308", "PUT /landed"}},
		{name: "307 with a body to another origin", method: "PUT", url: "/away", body: "text", code: 307, kind: httperror.Redirect, sent: []string{"PUT /away"}},
		{name: "a blank in a Location", url: "/blank", code: 200, result: "GET /landed", sent: []string{"GET /blank", "GET /landed?q=a%20b"}},
		{name: "a port in a Location that is none", url: "/port", code: 302, kind: httperror.Redirect, sent: []string{"GET /port"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := Ask{Method: c.method, URL: c.url, Body: c.body, Opts: c.opts}
			if a.Method == "" {
				a.Method = "GET"
			}
			client := func(string) []outbound.Option { return c.client }
			EachEntry(t, site, client, a, func(t *testing.T, got CallOutcome) {
				var sent []string
				for _, r := range got.Sent {
					sent = append(sent, r.Method+" "+r.Target)
				}
				if got.Code != c.code || got.Kind != c.kind || !slices.Equal(sent, c.sent) {
					t.Fatalf("got %d, kind %q, sent %q; want %d, kind %q, sent %q", got.Code, got.Kind, sent, c.code, c.kind, c.sent)
				}
				if got.Body != c.result && c.kind == "" {
					t.Errorf("got the result %q, want %q", got.Body, c.result)
				}
				if len(got.Sent) == 0 {
					return
				}
				first := got.Sent[0]
				if first.Body != c.body || first.Length != int64(len(c.body)) {
					t.Errorf("sent the body %q with the length %d, want %q", first.Body, first.Length, c.body)
				}
				first.Header.Set("Host", got.Sent[len(got.Sent)-1].Host)
				for name, want := range c.header {
					if v := strings.Join(first.Header.Values(name), ", "); v != want {
						t.Errorf("sent %s: %q, want %q", name, v, want)
					}
				}
			})
		})
	}
}
