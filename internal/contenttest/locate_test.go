package contenttest

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
)

func TestAPathIsAppendedToTheBaseURLAsItIsWritten(t *testing.T) {
	for _, c := range []struct{ base, path, want string }{
		{"", "", "/"}, {"", "?q=1", "/?q=1"}, {"", "a", "/a"}, {"", "#f", "/"},
		{"/v1", "", "/v1"}, {"/v1/", "", "/v1/"}, {"/v1", "?q=1", "/v1?q=1"}, {"/v1/", "?q=1", "/v1/?q=1"},
		{"/v1", "/a", "/v1/a"}, {"/v1/", "/a", "/v1/a"}, {"/v1/", "a", "/v1/a"}, {"/v1", "/", "/v1/"},
		{"/v1", "//a", "/v1//a"}, {"/v1", "/a//b/", "/v1/a//b/"}, {"/v1", "///", "/v1///"}, {"/v1/", "//a", "/v1//a"},
		{"/v1", "/a/../b", "/v1/a/../b"}, {"/v1", "/a%2F%2e%2e", "/v1/a%2F%2e%2e"}, {"/v1", "/a b?c d=e f", "/v1/a%20b?c%20d=e%20f"},
		{"/v1", "/a:b", "/v1/a:b"}, {"/v1", `/a?f={"x":1}`, `/v1/a?f={"x":1}`}, {"/v1", "/a?x=%7B1%7D&y=%zz", "/v1/a?x=%7B1%7D&y=%zz"},
		{"/v1", "example.com/a", "/v1/example.com/a"}, {"/ü", "/ä", "/%C3%BC/%C3%A4"},
	} {
		for _, e := range doortest.Entries[:4] {
			t.Run(e.Name+" of "+c.path+" at "+c.base, func(t *testing.T) {
				s := doortest.NewWire(t, nil)
				client := doortest.NewClient(t, append(e.Opts, outbound.WithBaseURL(s.URL+c.base))...)
				if _, err := e.Call(t.Context(), client, doortest.Ask{Method: "GET", URL: c.path}); err != nil {
					t.Fatal(err)
				}
				if got := s.Only(t).Target; got != c.want {
					t.Errorf("got %s, want %s", got, c.want)
				}
			})
		}
	}
}

func TestAURLWithoutASchemeIsAnErrorThatShowsTheURLToWrite(t *testing.T) {
	for _, c := range []struct {
		url, want string
		based     bool // with a base URL too
	}{
		{"example.com/users", `"https://example.com/users"`, false},
		{"api.example.com", `"https://api.example.com"`, false},
		{"localhost:8080/x", `"http://localhost:8080/x"`, true},
		{"localhost:8080", `"http://localhost:8080"`, true},
		{"localhost/x", `"http://localhost/x"`, false},
		{"db:5432/x", `"https://db:5432/x"`, true},
		{"example.com/x?token=" + doortest.Canary, `"https://example.com/x`, false},
		{"/users", "WithBaseURL", false},
		{"users", "WithBaseURL", false},
		{"", "WithBaseURL", false},
	} {
		for _, based := range []bool{false, true} {
			if based && !c.based {
				continue
			}
			for _, e := range doortest.Entries[:5] {
				t.Run(e.Name+" of "+c.url, func(t *testing.T) {
					var opts []outbound.Option
					if based {
						opts = append(opts, outbound.WithBaseURL("http://127.0.0.1:1"))
					}
					_, err := e.Call(t.Context(), doortest.NewClient(t, append(opts, e.Opts...)...), doortest.Ask{Method: "GET", URL: c.url})
					he := doortest.WantKind(t, err, httperror.Request)
					if !strings.Contains(he.Error(), c.want) || strings.Contains(he.Error(), doortest.Canary) || he.Attempts != 0 {
						t.Errorf("got %q after %d attempts, want %s in it", err, he.Attempts, c.want)
					}
				})
			}
		}
	}
}

func TestAParameterWithoutAValueIsNamed(t *testing.T) {
	for _, path := range []string{"/users/{user_id}", "/{a}/{user_id}"} {
		for _, e := range doortest.Entries[:3] {
			_, err := e.Call(t.Context(), doortest.NewClient(t, append(e.Opts, outbound.WithBaseURL("http://127.0.0.1:1"))...), doortest.Ask{Method: "GET", URL: path, Opts: []outbound.CallOption{outbound.PathParam("a", "1")}})
			doortest.WantKind(t, err, httperror.Request)
			if !strings.Contains(err.Error(), "{user_id}") {
				t.Errorf("%s: got %q, want the name", e.Name, err)
			}
		}
	}
}

func TestAParameterInTheHostNamesNoOtherHost(t *testing.T) {
	for _, value := range []string{"evil.example/", "evil.example#", "evil.example?", "u@evil", "evil:80", `a\b`, "a%2fb", "a b"} {
		for _, e := range doortest.Entries[:2] {
			base := &counted{}
			c := doortest.NewClient(t, outbound.WithMockTransport(base))
			_, err := e.Call(t.Context(), c, doortest.Ask{Method: "GET", URL: "https://{tenant}.example.com/", Opts: []outbound.CallOption{outbound.PathParam("tenant", value)}})
			if doortest.WantKind(t, err, httperror.Request); base.n != 0 {
				t.Errorf("%s of %q: got a request to %s", e.Name, value, base.host)
			}
		}
	}
}

// counted is a base that counts.
type counted struct {
	n    int
	host string
}

func (c *counted) RoundTrip(req *http.Request) (*http.Response, error) {
	c.n, c.host = c.n+1, req.URL.Host
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: http.NoBody, Request: req}, nil
}

func TestDoWithARelativeURLAnswersWithTheWholeOne(t *testing.T) {
	s := doortest.NewWire(t, nil)
	c := doortest.NewClient(t, outbound.WithBaseURL(s.URL+"/v1"))
	req, err := http.NewRequestWithContext(t.Context(), "GET", "/users?page=2", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if got := resp.Request.URL.String(); got != s.URL+"/v1/users?page=2" {
		t.Errorf("got the URL %s", got)
	}
	if req.URL.String() != "/users?page=2" || resp.Request.Context() != req.Context() {
		t.Error("the caller's request was changed, or has lost its context")
	}
	if got := s.Only(t); got.Host != strings.TrimPrefix(s.URL, "http://") {
		t.Errorf("got the Host %q", got.Host)
	}
}

// FuzzExpandedURL: a parameter never makes another parameter, another segment or
// another host, whichever way it goes in.
func FuzzExpandedURL(f *testing.F) {
	for _, v := range []string{"a", "{b}", "%7Bb%7D", "a&b=c", "a/b", "a;b", "a+b c", "ü", "#", "?", "a%2Fb", `"`, "="} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, v string) {
		for _, e := range doortest.Entries[:5] {
			base := &lastURL{}
			c := doortest.NewClient(t, append(e.Opts, outbound.WithBaseURL("https://a.example"), outbound.WithMockTransport(base))...)
			_, err := e.Call(t.Context(), c, doortest.Ask{Method: "GET", URL: "/x/{a}/y?q={a}&z={b}", Opts: []outbound.CallOption{outbound.PathParam("a", v), outbound.PathParam("b", "2")}})
			if err != nil {
				continue
			}
			u := base.url
			segments, q := strings.Split(u.EscapedPath(), "/"), u.Query()
			first, _ := url.PathUnescape(segments[2])
			if u.Host != "a.example" || len(segments) != 4 || first != v || len(q) != 2 || q.Get("q") != v || q.Get("z") != "2" {
				t.Errorf("%s of %q: got %s", e.Name, v, u)
			}
		}
	})
}

// lastURL is a base that keeps the URL of the last request.
type lastURL struct{ url *url.URL }

func (l *lastURL) RoundTrip(req *http.Request) (*http.Response, error) {
	l.url = req.URL
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: http.NoBody, Request: req}, nil
}
