package integration_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/auth"
)

// elsewhere are the origins that are not home, by what is other about them.
var elsewhere = map[string]string{
	"another host":             "https://other.example.test",
	"another port":             "https://api.example.test:8443",
	"another scheme":           "http://api.example.test",
	"another scheme and port":  "http://api.example.test:8080",
	"a sub-domain":             "https://sub.api.example.test",
	"the domain above":         "https://example.test",
	"a host that begins alike": "https://api.example.test.evil.test",
}

func wantNoTrace(t *testing.T, where string, texts []string) {
	t.Helper()
	for _, text := range texts {
		for _, trace := range traces {
			if strings.Contains(text, trace) {
				t.Errorf("%s shows %q:\n%s", where, trace, text)
			}
		}
	}
}

// authorizes is the handler of home: it redirects what has credentials, and asks
// for them otherwise, so that Digest has a challenge to answer.
func authorizes(t *testing.T, code int, to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		has := r.Header.Get("Authorization") != "" || r.Header.Get("X-Api-Key") != "" || r.URL.Query().Has("key")
		switch {
		case r.URL.Path == "/back":
		case !has && r.Header.Get("X-Probe") == "":
			w.Header().Set("WWW-Authenticate", `Digest realm="x", nonce="n", qop="auth", algorithm=SHA-256`)
			w.WriteHeader(http.StatusUnauthorized)
		default:
			w.Header().Set("Location", to)
			w.WriteHeader(code)
		}
	}
}

func TestAnotherOriginSeesNothing(t *testing.T) {
	for _, code := range []int{301, 302, 303, 307, 308} {
		for what, origin := range elsewhere {
			for name := range schemes(t, newWorld(t)) {
				t.Run(fmt.Sprintf("%s, %d to %s", name, code, what), func(t *testing.T) {
					redirected(t, name, code, origin)
				})
			}
		}
	}
}

// redirected makes calls that home redirects to another origin, which redirects
// the second of them back.
func redirected(t *testing.T, name string, code int, other string) {
	w := newWorld(t)
	s := schemes(t, w)[name]
	w.at[home] = authorizes(t, code, other+"/x")
	c, err := outbound.New(outbound.WithBaseURL(home), outbound.WithTransport(w.transport(t)), outbound.WithAuth(s))
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range []any{nil, "a body"} {
		method := http.MethodGet
		if body != nil {
			method = http.MethodPost
		}
		_, _ = outbound.Call[string](t.Context(), c, method, "/start", body)
		_, _ = c.R(t.Context()).SetBody(body).Execute(method, "/start")
	}
	wantNoTrace(t, "the other origin", w.requests(other))
	if !strings.HasPrefix(other, "http:") && len(w.requests(other)) == 0 {
		t.Error("the redirect was not followed")
	}

	w.mu.Lock()
	w.at[other] = func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, home+"/back", code) }
	w.mu.Unlock()
	_, _ = outbound.Get[string](t.Context(), c, "/start")
	back := w.requests(home)
	if last := back[len(back)-1]; strings.Contains(last, "GET /back") {
		wantNoTrace(t, "home, after another origin,", []string{last})
	} else if strings.HasPrefix(other, "https:") {
		t.Errorf("the last request home is\n%s\nwant that of the way back", last)
	}
}

func TestAnAbsoluteURLElsewhereTakesNothingAlong(t *testing.T) {
	for what, other := range elsewhere {
		for name := range schemes(t, newWorld(t)) {
			t.Run(name+" to "+what, func(t *testing.T) {
				w := newWorld(t)
				c, err := outbound.New(outbound.WithBaseURL(home), outbound.WithTransport(w.transport(t)), outbound.WithAuth(schemes(t, w)[name]))
				if err != nil {
					t.Fatal(err)
				}
				_, _ = outbound.Get[string](t.Context(), c, other+"/x")
				_, _ = c.R(t.Context()).Get(other + "/x")
				req, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, other+"/x", strings.NewReader("body"))
				if resp, err := c.HTTP().Do(req); err == nil {
					_, _ = io.Copy(io.Discard, resp.Body)
					_ = resp.Body.Close()
				}
				if n := len(w.requests(other)); n != 3 {
					t.Errorf("got %d requests, want each call's one", n)
				}
				wantNoTrace(t, "the other origin", w.requests(other))
			})
		}
	}
}

func TestTheCallersOwnCredentialsObeyTheSameRule(t *testing.T) {
	for _, code := range []int{301, 302, 303, 307, 308} {
		for what, other := range elsewhere {
			t.Run(fmt.Sprint(code, " to ", what), func(t *testing.T) {
				w := newWorld(t)
				w.at[home] = authorizes(t, code, other+"/x")
				c, err := outbound.New(outbound.WithBaseURL(home), outbound.WithTransport(w.transport(t)), outbound.WithAuth(auth.Bearer("the scheme's")))
				if err != nil {
					t.Fatal(err)
				}
				own := outbound.Header("Authorization", "Bearer "+canary)
				_, _ = outbound.Get[string](t.Context(), c, "/start", own)
				if got := w.requests(home)[0]; !strings.Contains(got, "Authorization: Bearer "+canary) || strings.Contains(got, "the scheme's") {
					t.Errorf("home got\n%s\nwant the caller's own", got)
				}
				wantNoTrace(t, "the other origin", w.requests(other))
			})
		}
	}
}

func TestNamedOriginsAreServed(t *testing.T) {
	w := newWorld(t)
	ok := func(http.ResponseWriter, *http.Request) {}
	for _, origin := range []string{home, "https://a.cdn.example.test", "http://plain.example.test", "https://other.example.test"} {
		w.at[origin] = ok
	}
	c, err := outbound.New(outbound.WithBaseURL(home), outbound.WithTransport(w.transport(t)),
		outbound.WithAuth(auth.Bearer("pattern"), "https://*.cdn.example.test"),
		outbound.WithAuth(auth.Bearer("plain"), "http://plain.example.test"),
		outbound.WithAuth(auth.Bearer("home")))
	if err != nil {
		t.Fatal(err)
	}
	for origin, want := range map[string]string{
		home: "home", "https://a.cdn.example.test": "pattern", "http://plain.example.test": "plain", "https://other.example.test": "",
	} {
		if _, err := outbound.Get[string](t.Context(), c, origin+"/x"); err != nil {
			t.Fatal(err)
		}
		got := w.requests(origin)[0]
		if want == "" && strings.Contains(got, "Authorization") || want != "" && !strings.Contains(got, "Authorization: Bearer "+want+"\r\n") {
			t.Errorf("%s got\n%s\nwant token %q", origin, got, want)
		}
	}
	any, err := outbound.New(outbound.WithTransport(w.transport(t)), outbound.WithAuth(auth.Bearer("any"), auth.InsecureAnyOrigin()))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := outbound.Get[string](t.Context(), any, "http://plain.example.test"); err != nil {
		t.Fatal(err)
	}
	if got := w.requests("http://plain.example.test")[1]; !strings.Contains(got, "Bearer any") {
		t.Errorf("got\n%s\nwant the token for any origin", got)
	}
}
