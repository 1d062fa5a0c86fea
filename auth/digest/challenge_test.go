package digest_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/auth/digest"
	"example.com/outbound/httperror"
)

// respond is the answer of a scheme to the challenges of a 401, "" for none.
func respond(t *testing.T, s auth.Scheme, challenges ...string) (string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://a.example/x", nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.(auth.Challenger).Challenge(&http.Response{StatusCode: 401, Header: http.Header{"Www-Authenticate": challenges}, Request: req})
	if !again {
		return "", err
	}
	if err := s.Authorize(req); err != nil {
		return "", err
	}
	return req.Header.Get("Authorization"), nil
}

func TestTheNamesOfParametersHaveNoCase(t *testing.T) {
	for _, challenge := range []string{
		`Digest REALM="r", Nonce="n", QOP="auth", Algorithm=sha-256, OPAQUE="o"`,
		`DIGEST realm = "r" ,nonce= "n",Qop ="AUTH",algorithm=SHA-256,opaque="o"`,
		`Basic Realm="x", Digest  Realm="r", nonce="n", qOp=auth, ALGORITHM="SHA-256", Opaque="o"`,
	} {
		got, err := respond(t, digest.New("u", "p"), challenge)
		p := params(got)
		if err != nil || p["realm"] != "r" || p["nonce"] != "n" || p["qop"] != "auth" || p["nc"] != "00000001" || p["cnonce"] == "" || p["opaque"] != "o" {
			t.Errorf("%s: got %s, %v", challenge, got, err)
		}
	}
	stale := digest.New("u", "p")
	if _, err := respond(t, stale, `Digest realm="r", nonce="n"`); err != nil {
		t.Fatal(err)
	}
	if got, err := respond(t, stale, `Digest realm="r", nonce="n", STALE=TRUE`); got == "" || err != nil {
		t.Errorf("a stale nonce: got %q, %v", got, err)
	}
}

func TestStrongRefusesWhatIsWeak(t *testing.T) {
	const weak, strong = `Digest realm="r", nonce="n", qop="auth"`, `Digest realm="r", nonce="m", qop="auth", algorithm=SHA-256`
	for _, tt := range []struct {
		name       string
		challenges []string
		answered   bool
		failed     bool
	}{
		{"MD5", []string{weak}, false, true},
		{"no qop", []string{`Digest realm="r", nonce="n", algorithm=SHA-256`}, false, true},
		{"both", []string{weak, strong}, true, false},
		{"Basic alone", []string{`Basic realm="r"`}, false, false},
	} {
		got, err := respond(t, digest.New("u", "p", digest.Strong()), tt.challenges...)
		if (got != "") != tt.answered || (err != nil) != tt.failed {
			t.Errorf("%s: got %q, %v", tt.name, got, err)
		}
	}
	s := &server{algorithm: "MD5", qop: "auth"}
	url, _ := serve(t, s, password)
	c, err := outbound.New(outbound.WithBaseURL(url), outbound.WithAuth(digest.New(user, password, digest.Strong())))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := outbound.Get[string](t.Context(), c, "/"); !errors.Is(err, httperror.Auth) || !strings.Contains(err.Error(), "SHA-256") {
		t.Errorf("got %v, want kind auth with the reason", err)
	}
}

func TestUsersThatNoServerCouldAcceptAreProblemsOfNew(t *testing.T) {
	for _, user := range []string{"", "a:b", "a\nb"} {
		if _, err := outbound.New(outbound.WithBaseURL("https://a.example"), outbound.WithAuth(digest.New(user, "s3cret-canary"))); err == nil ||
			strings.Contains(err.Error(), "canary") {
			t.Errorf("%q: got %v", user, err)
		}
	}
}

func TestTheIdentityIsThatOfUserAndPassword(t *testing.T) {
	id := func(user, password string) string {
		id, ok := digest.New(user, password).(auth.Identifier).Identity(nil)
		if !ok || strings.Contains(id, "canary") {
			t.Errorf("got %q, %v", id, ok)
		}
		return id
	}
	if a := id("u", "canary"); a != id("u", "canary") || a == id("u", "other") || a == id("v", "canary") {
		t.Errorf("got %s for all", fmt.Sprint(a))
	}
}

// FuzzChallenge: no challenge makes the scheme panic or fail, and an answer has
// the nonce of a challenge and nothing that a field may not have.
func FuzzChallenge(f *testing.F) {
	for _, s := range []string{
		`Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256`, `Basic realm="a, Digest b=\"c\"", Digest realm="r", nonce="n"`,
		`Negotiate, Digest REALM = "r" , Nonce=n,qop="auth-int,auth",stale=true`, `Digest`, `Digest nonce`, `Digest realm="`, `, ,Digest realm="\`, `Digest nonce="n", userhash=true`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, challenge string) {
		got, err := respond(t, digest.New("u", "p"), challenge)
		if err != nil {
			t.Fatalf("%q: %v", challenge, err)
		}
		if got != "" && !strings.HasPrefix(got, "Digest ") {
			t.Fatalf("%q: got %q", challenge, got)
		}
		if strings.ContainsAny(got, "\r\n\x00") {
			t.Fatalf("%q: the answer has a control character: %q", challenge, got)
		}
	})
}
