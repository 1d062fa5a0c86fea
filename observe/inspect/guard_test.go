package inspect_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound/mock"
	"example.com/outbound/observe/inspect"
)

func TestThePagesAreForThisMachineOnly(t *testing.T) {
	for name, tt := range map[string]struct {
		peer, host string
		header     string
		want       int
	}{
		"localhost":                      {"127.0.0.1:40000", "localhost:8081", "", 200},
		"localhost in capitals":          {"127.0.0.1:40000", "LOCALHOST", "", 200},
		"a loopback address":             {"127.0.0.9:40000", "127.0.0.1:8081", "", 200},
		"IPv6":                           {"[::1]:40000", "[::1]:8081", "", 200},
		"IPv6 without a port":            {"[::1]:40000", "[::1]", "", 200},
		"an IPv4 address in IPv6":        {"[::ffff:127.0.0.1]:40000", "127.0.0.1", "", 200},
		"another peer":                   {"192.0.2.7:40000", "localhost:8081", "", 403},
		"another peer in IPv6":           {"[2001:db8::1]:40000", "[::1]", "", 403},
		"another name":                   {"127.0.0.1:40000", "evil.example", "", 403},
		"a name that begins so":          {"127.0.0.1:40000", "localhost.evil.example", "", 403},
		"a name that begins as one does": {"127.0.0.1:40000", "127.0.0.1.evil.example:80", "", 403},
		"no name":                        {"127.0.0.1:40000", "", "", 403},
		"a name of no sense":             {"127.0.0.1:40000", "[::1", "", 403},
		"a name with spaces":             {"127.0.0.1:40000", " localhost", "", 403},
		"an address of no host":          {"127.0.0.1:40000", "0.0.0.0:8081", "", 403},
		"an address as one number":       {"127.0.0.1:40000", "2130706433", "", 403},
		"a short address":                {"127.0.0.1:40000", "127.1", "", 403},
		"a name with a user":             {"127.0.0.1:40000", "evil.example@localhost", "", 403},
		"a name with two ports":          {"127.0.0.1:40000", "localhost:8081:80", "", 403},
		"two names":                      {"127.0.0.1:40000", "localhost, evil.example", "", 403},
		"a name with a NUL":              {"127.0.0.1:40000", "localhost\x00.evil.example", "", 403},
		"a long name":                    {"127.0.0.1:40000", strings.Repeat("localhost.", 1<<20), "", 403},
		"a socket without an address":    {"@", "localhost", "", 403},
		"a proxy":                        {"127.0.0.1:40000", "localhost", "X-Forwarded-For", 403},
		"a proxy by the standard":        {"127.0.0.1:40000", "localhost", "Forwarded", 403},
	} {
		t.Run(name, func(t *testing.T) {
			for _, target := range []string{"/", "/calls", "/text", "/style.css", "/nothing"} {
				req := here(http.MethodGet, target, nil)
				req.RemoteAddr, req.Host = tt.peer, tt.host
				if tt.header != "" {
					req.Header.Set(tt.header, "192.0.2.7")
				}
				want := tt.want
				if target == "/nothing" && want == 200 {
					want = 404
				}
				w := send(inspect.New(), req)
				if w.Code != want {
					t.Errorf("%s: got status %d, want %d", target, w.Code, want)
				}
				if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'self'") || !strings.Contains(csp, "frame-ancestors 'none'") {
					t.Errorf("%s: got the policy %q", target, csp)
				}
			}
		})
	}
}

func TestTheOwnerLetsOthersIn(t *testing.T) {
	i := inspect.New(inspect.Remote(func(req *http.Request) bool { return req.Header.Get("X-Forwarded-User") == "admin" }))
	req := here(http.MethodGet, "/", nil)
	req.RemoteAddr, req.Host = "192.0.2.7:1", "admin.example"
	if w := send(i, req); w.Code != http.StatusForbidden {
		t.Errorf("got status %d without the user", w.Code)
	}
	req.Header.Set("X-Forwarded-User", "admin")
	if w := send(i, req); w.Code != http.StatusOK {
		t.Errorf("got status %d", w.Code)
	}
}

func TestNothingIsChangedByAPage(t *testing.T) {
	i := inspect.New()
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS"} {
		for _, target := range []string{"/", "/calls", "/calls/1", "/text", "/events", "/style.css"} {
			if w := ask(i, method, target); w.Code != http.StatusMethodNotAllowed {
				t.Errorf("%s %s: got status %d", method, target, w.Code)
			}
		}
	}
	if w := ask(i, http.MethodPost, "/isolate"); w.Code != http.StatusNotFound && w.Code != http.StatusMethodNotAllowed {
		t.Errorf("isolate without its option: got status %d", w.Code)
	}
}

func TestAnotherSiteDoesNotIsolate(t *testing.T) {
	i := inspect.New(inspect.Isolate())
	c, m := watched(t, i, withBreaker())
	m.On("GET", "/", mock.Text(200, "x"))
	get(c, "/")
	post := func(form string, header ...string) int {
		req := here(http.MethodPost, "/isolate", strings.NewReader(form))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for n := 0; n < len(header); n += 2 {
			req.Header.Set(header[n], header[n+1])
		}
		return send(i, req).Code
	}
	const form = "client=client&origin=http://api.test&for=5m"
	for name, tt := range map[string]struct {
		got, want int
	}{
		"another site":          {post(form, "Sec-Fetch-Site", "cross-site"), 403},
		"another origin":        {post(form, "Origin", "http://evil.example"), 403},
		"no duration":           {post("client=client&origin=http://api.test"), 400},
		"a negative one":        {post("client=client&origin=http://api.test&for=-5m"), 400},
		"another client":        {post("client=x&origin=http://api.test&for=5m"), 404},
		"a long form":           {post(form + "&x=" + strings.Repeat("x", 1<<20)), 400},
		"this page":             {post(form, "Sec-Fetch-Site", "same-origin"), 303},
		"a program without one": {post(form), 303},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got status %d, want %d", name, tt.got, tt.want)
		}
	}
	wantIn(t, page(t, i, "/text"), "forced open")
	if code := post("client=client&origin=http://api.test&for=0"); code != 303 {
		t.Errorf("got status %d", code)
	}
	if _, err := c.R(context.Background()).Get("/"); err != nil {
		t.Errorf("the breaker is not closed: %v", err)
	}
}
