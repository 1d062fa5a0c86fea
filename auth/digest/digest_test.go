package digest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"example.com/outbound/auth"
	"example.com/outbound/auth/digest"
	"example.com/outbound/middleware"
)

// serve starts s and returns its address and the layer bound to it.
func serve(t *testing.T, s http.Handler, password string) (string, http.RoundTripper) {
	t.Helper()
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	u, err := url.Parse(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	b := auth.Binding{Scheme: digest.New(user, password), Origins: []auth.Origin{auth.OriginOf(u)}}
	return srv.URL, middleware.Chain(http.DefaultTransport, auth.New(b))
}

// send makes a request and returns its status.
func send(t *testing.T, rt http.RoundTripper, method, url, body string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return sendReq(t, rt, req)
}

func sendReq(t *testing.T, rt http.RoundTripper, req *http.Request) int {
	t.Helper()
	resp, err := rt.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode
}

func TestEveryAlgorithmAndQualityOfProtection(t *testing.T) {
	for _, algorithm := range []string{"", "MD5", "SHA-256", "SHA-512-256", "SHA-512"} {
		for _, qop := range []string{"auth", "auth-int", "auth,auth-int", "auth-int, auth", ""} {
			t.Run(fmt.Sprintf("%q with %q", algorithm, qop), func(t *testing.T) {
				s := &server{algorithm: algorithm, qop: qop}
				url, rt := serve(t, s, password)
				for range 3 {
					if status := send(t, rt, http.MethodPost, url+"/dir/index.html?q=a%2Fb", "body"); status != 200 {
						t.Errorf("got %d", status)
					}
				}
				if s.asked != 4 || !slices.Equal(s.bodies, []string{"body", "body", "body"}) {
					t.Errorf("got %d requests and bodies %q, want one challenge and three answers", s.asked, s.bodies)
				}
			})
		}
	}
}

func TestANonceIsUsedUntilItIsStale(t *testing.T) {
	for name, noStale := range map[string]bool{"and the server says so": false, "and the server only names another": true} {
		t.Run(name, func(t *testing.T) {
			s := &server{algorithm: "SHA-256", qop: "auth", uses: 3, noStale: noStale}
			url, rt := serve(t, s, password)
			for range 7 {
				if status := send(t, rt, http.MethodGet, url, ""); status != 200 {
					t.Errorf("got %d", status)
				}
			}
			if s.nonces != 3 || s.asked != 7+3 {
				t.Errorf("got %d nonces and %d requests, want 3 and 10", s.nonces, s.asked)
			}
		})
	}
}

func TestOfSeveralChallengesTheStrongestIsAnswered(t *testing.T) {
	const (
		basic  = `Basic realm="a, Digest b=\"c\""`
		md5    = `Digest realm="http-auth@example.org", qop="auth", nonce="%s", algorithm=MD5`
		plain  = `Digest realm="http-auth@example.org", qop="auth", nonce="%s"`
		sha256 = `digest realm="http-auth@example.org", qop="auth", nonce="%s", algorithm=SHA-256`
		sess   = `Digest realm="http-auth@example.org", qop="auth", nonce="%s", algorithm=SHA-256-sess`
	)
	for _, tt := range []struct {
		name       string
		challenges []string
		want       string // algorithm; "-" for no answer
	}{
		{"in fields of their own", []string{basic, md5, sha256}, "SHA-256"},
		{"in one field", []string{md5 + ", " + basic + ", " + sha256 + ", Negotiate"}, "SHA-256"},
		{"in one field, the strongest first", []string{"Negotiate," + sha256 + "," + md5}, "SHA-256"},
		{"with one that is not supported", []string{sess, md5}, "MD5"},
		{"without an algorithm", []string{plain, basic}, ""},
		{"with none that is supported", []string{sess, basic}, "-"},
		{"with none at all", []string{}, "-"},
		{"with one that is broken", []string{`Digest realm="`, `Digest nonce`}, "-"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := &server{challenges: tt.challenges}
			got := "-"
			url, rt := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if field := r.Header.Get("Authorization"); field != "" {
					got = params(field)["algorithm"]
				}
				s.ServeHTTP(w, r)
			}), password)
			status := send(t, rt, http.MethodGet, url, "")
			if got != tt.want || (status == 200) != (tt.want != "-") {
				t.Errorf("got status %d with algorithm %q, want %q", status, got, tt.want)
			}
		})
	}
}

func TestAWrongPasswordIsTriedOncePerCall(t *testing.T) {
	s := &server{algorithm: "SHA-256", qop: "auth"}
	url, rt := serve(t, s, "wrong")
	for range 3 {
		if status := send(t, rt, http.MethodGet, url, ""); status != 401 {
			t.Errorf("got %d", status)
		}
	}
	if s.refused != 3 || s.asked != 6 {
		t.Errorf("got %d refused of %d requests, want 3 of 6", s.refused, s.asked)
	}
}

func TestABodyThatIsReadOnceNeedsAChallengeThatIsKnown(t *testing.T) {
	s := &server{algorithm: "MD5", qop: "auth"}
	url, rt := serve(t, s, password)
	for _, want := range []int{401, 200} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, io.MultiReader(strings.NewReader("body")))
		if err != nil {
			t.Fatal(err)
		}
		if status := sendReq(t, rt, req); status != want {
			t.Errorf("got %d, want %d", status, want)
		}
	}
}

func TestTheCallersFieldIsLeftAlone(t *testing.T) {
	s := &server{algorithm: "MD5", qop: "auth"}
	url, rt := serve(t, s, password)
	send(t, rt, http.MethodGet, url, "") // the challenge is known
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	req.Header.Set("Authorization", "mine")
	if status := sendReq(t, rt, req); status != 401 || s.asked != 3 {
		t.Errorf("got %d after %d requests, want the one 401", status, s.asked)
	}
}

func TestOriginsDoNotShareAChallenge(t *testing.T) {
	a, b := &server{algorithm: "MD5", qop: "auth"}, &server{algorithm: "SHA-256", qop: "auth"}
	srvA, srvB := httptest.NewServer(a), httptest.NewServer(b)
	defer srvA.Close()
	defer srvB.Close()
	binding := auth.Binding{Scheme: digest.New(user, password)}
	for _, raw := range []string{srvA.URL, srvB.URL} {
		o, err := auth.ParseOrigin(raw)
		if err != nil {
			t.Fatal(err)
		}
		binding.Origins = append(binding.Origins, o)
	}
	rt := middleware.Chain(http.DefaultTransport, auth.New(binding))
	for range 3 {
		send(t, rt, http.MethodGet, srvA.URL, "")
		send(t, rt, http.MethodGet, srvB.URL, "")
	}
	if a.asked != 4 || b.asked != 4 {
		t.Errorf("got %d and %d requests, want 4 of each", a.asked, b.asked)
	}
}

func TestTheSchemePrintedShowsNoPassword(t *testing.T) {
	const canary = "s3cret-canary"
	s := digest.New("user", canary)
	rt := middleware.Chain(&http.Transport{}, auth.New(auth.Binding{Scheme: s}))
	for _, v := range []any{s, rt, []any{s}, auth.Binding{Scheme: s}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			if text := fmt.Sprintf(verb, v); strings.Contains(text, canary) || strings.Contains(text, fmt.Sprintf("%x", canary)) {
				t.Errorf("%s shows %s", verb, text)
			}
		}
	}
}

func TestAHundredCallersShareAChallenge(t *testing.T) {
	s := &server{algorithm: "SHA-256", qop: ""} // no count: their order on the wire is anybody's guess
	url, rt := serve(t, s, password)
	done := make(chan int, 100)
	for range cap(done) {
		go func() { done <- send(t, rt, http.MethodGet, url, "") }()
	}
	for range cap(done) {
		if status := <-done; status != 200 {
			t.Errorf("got %d", status)
		}
	}
}
