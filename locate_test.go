package outbound_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
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
		for _, e := range entries[:4] {
			t.Run(e.name+" of "+c.path+" at "+c.base, func(t *testing.T) {
				s := newWire(t, nil)
				client := newClient(t, append(e.opts, outbound.WithBaseURL(s.URL+c.base))...)
				if _, err := e.call(t.Context(), client, ask{method: "GET", url: c.path}); err != nil {
					t.Fatal(err)
				}
				if got := s.only(t).target; got != c.want {
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
		{"example.com/x?token=" + canary, `"https://example.com/x`, false},
		{"/users", "WithBaseURL", false},
		{"users", "WithBaseURL", false},
		{"", "WithBaseURL", false},
	} {
		for _, based := range []bool{false, true} {
			if based && !c.based {
				continue
			}
			for _, e := range entries[:5] {
				t.Run(e.name+" of "+c.url, func(t *testing.T) {
					var opts []outbound.Option
					if based {
						opts = append(opts, outbound.WithBaseURL("http://127.0.0.1:1"))
					}
					_, err := e.call(t.Context(), newClient(t, append(opts, e.opts...)...), ask{method: "GET", url: c.url})
					he := wantKind(t, err, httperror.Request)
					if !strings.Contains(he.Error(), c.want) || strings.Contains(he.Error(), canary) || he.Attempts != 0 {
						t.Errorf("got %q after %d attempts, want %s in it", err, he.Attempts, c.want)
					}
				})
			}
		}
	}
}

func TestAParameterWithoutAValueIsNamed(t *testing.T) {
	for _, path := range []string{"/users/{user_id}", "/{a}/{user_id}"} {
		for _, e := range entries[:3] {
			_, err := e.call(t.Context(), newClient(t, append(e.opts, outbound.WithBaseURL("http://127.0.0.1:1"))...), ask{method: "GET", url: path, opts: []outbound.CallOption{outbound.PathParam("a", "1")}})
			wantKind(t, err, httperror.Request)
			if !strings.Contains(err.Error(), "{user_id}") {
				t.Errorf("%s: got %q, want the name", e.name, err)
			}
		}
	}
}

func TestAParameterInTheHostNamesNoOtherHost(t *testing.T) {
	for _, value := range []string{"evil.example/", "evil.example#", "evil.example?", "u@evil", "evil:80", `a\b`, "a%2fb", "a b"} {
		for _, e := range entries[:2] {
			base := &counted{}
			c := newClient(t, outbound.WithMockTransport(base))
			_, err := e.call(t.Context(), c, ask{method: "GET", url: "https://{tenant}.example.com/", opts: []outbound.CallOption{outbound.PathParam("tenant", value)}})
			if wantKind(t, err, httperror.Request); base.n != 0 {
				t.Errorf("%s of %q: got a request to %s", e.name, value, base.host)
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
	s := newWire(t, nil)
	c := newClient(t, outbound.WithBaseURL(s.URL+"/v1"))
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
	if got := s.only(t); got.host != strings.TrimPrefix(s.URL, "http://") {
		t.Errorf("got the Host %q", got.host)
	}
}

// FuzzExpandedURL: a parameter never makes another parameter, another segment or
// another host, whichever way it goes in.
func FuzzExpandedURL(f *testing.F) {
	for _, v := range []string{"a", "{b}", "%7Bb%7D", "a&b=c", "a/b", "a;b", "a+b c", "ü", "#", "?", "a%2Fb", `"`, "="} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, v string) {
		for _, e := range entries[:5] {
			base := &lastURL{}
			c := newClient(t, append(e.opts, outbound.WithBaseURL("https://a.example"), outbound.WithMockTransport(base))...)
			_, err := e.call(t.Context(), c, ask{method: "GET", url: "/x/{a}/y?q={a}&z={b}", opts: []outbound.CallOption{outbound.PathParam("a", v), outbound.PathParam("b", "2")}})
			if err != nil {
				continue
			}
			u := base.url
			segments, q := strings.Split(u.EscapedPath(), "/"), u.Query()
			first, _ := url.PathUnescape(segments[2])
			if u.Host != "a.example" || len(segments) != 4 || first != v || len(q) != 2 || q.Get("q") != v || q.Get("z") != "2" {
				t.Errorf("%s of %q: got %s", e.name, v, u)
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
