package oauth_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"example.com/outbound/auth/oauth"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/mark"
)

// claims verifies an assertion as an endpoint does.
func claims(t *testing.T, assertion string, public crypto.PublicKey, audience string) jwt.MapClaims {
	t.Helper()
	tok, err := jwt.Parse(assertion, func(*jwt.Token) (any, error) { return public, nil },
		jwt.WithAudience(audience), jwt.WithExpirationRequired(), jwt.WithIssuedAt())
	if err != nil {
		t.Fatal(err)
	}
	c := tok.Claims.(jwt.MapClaims)
	c["alg"], c["kid"] = tok.Header["alg"], tok.Header["kid"]
	return c
}

func ecKey(t *testing.T, curve elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestAnAssertionIsSignedByTheKindOfKey(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	_, edKey, _ := ed25519.GenerateKey(rand.Reader)
	for alg, key := range map[string]crypto.Signer{
		"RS256": rsaKey, "EdDSA": edKey, "ES256": ecKey(t, elliptic.P256()), "ES384": ecKey(t, elliptic.P384()), "ES512": ecKey(t, elliptic.P521()),
	} {
		t.Run(alg, func(t *testing.T) {
			e := &endpoint{script: []http.HandlerFunc{token("abc", 60)}}
			src := oauth.JWTBearer(oauth.Assertion{TokenURL: tokenURL, ClientID: "id", Key: key}, e.client())
			if tok, err := src(t.Context()); err != nil || tok.Value != "abc" {
				t.Fatalf("got %v, %v", tok, err)
			}
			if got := claims(t, e.forms[0].Get("client_assertion"), key.Public(), tokenURL)["alg"]; got != alg {
				t.Errorf("got %v, want %s", got, alg)
			}
		})
	}
}

func TestAnAssertionSaysWhoAndForHowLong(t *testing.T) {
	key := ecKey(t, elliptic.P256())
	base := oauth.Assertion{TokenURL: tokenURL, ClientID: "id", Key: key}
	full := oauth.Assertion{TokenURL: tokenURL, ClientID: "id", Key: key, KeyID: "k1", Audience: "https://aud.example", Life: 5 * time.Minute,
		Scopes: []string{"a", "b"}, Params: url.Values{"resource": {"r"}}, Subject: "user"}
	for _, tt := range []struct {
		name       string
		a          oauth.Assertion
		field, aud string
		claims     map[string]any
		form       map[string]string
	}{
		{"as the client's authentication", base, "client_assertion", tokenURL,
			map[string]any{"iss": "id", "sub": "id", "kid": nil, "life": time.Minute},
			map[string]string{"grant_type": "client_credentials", "client_id": "id", "scope": "",
				"client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "client_secret": ""}},
		{"as the grant", full, "assertion", "https://aud.example",
			map[string]any{"iss": "id", "sub": "user", "kid": "k1", "life": 5 * time.Minute},
			map[string]string{"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "client_id": "", "scope": "a b", "resource": "r"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := &endpoint{script: []http.HandlerFunc{token("abc", 60)}}
			if _, err := oauth.JWTBearer(tt.a, e.client())(t.Context()); err != nil {
				t.Fatal(err)
			}
			got := claims(t, e.forms[0].Get(tt.field), key.Public(), tt.aud)
			got["life"] = time.Duration(got["exp"].(float64)-got["iat"].(float64)) * time.Second
			for name, want := range tt.claims {
				if got[name] != want {
					t.Errorf("claim %s: got %v, want %v", name, got[name], want)
				}
			}
			for name, want := range tt.form {
				if e.forms[0].Get(name) != want {
					t.Errorf("parameter %s: got %q, want %q", name, e.forms[0].Get(name), want)
				}
			}
			if _, asUser := e.forms[0]["client_secret"]; asUser || e.users[0] != "" {
				t.Error("a secret was sent")
			}
		})
	}
}

func TestEveryTryHasAnAssertionOfItsOwn(t *testing.T) {
	key := ecKey(t, elliptic.P256())
	synctest.Test(t, func(t *testing.T) {
		e := &endpoint{script: []http.HandlerFunc{html(500), token("a", 60), token("b", 60)}}
		src := oauth.JWTBearer(oauth.Assertion{TokenURL: tokenURL, ClientID: "id", Key: key}, e.client())
		for range 2 {
			if _, err := src(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		ids := map[any]bool{}
		for _, f := range e.forms {
			var c jwt.MapClaims
			if _, _, err := jwt.NewParser().ParseUnverified(f.Get("client_assertion"), &c); err != nil {
				t.Fatal(err)
			}
			ids[c["jti"]] = true
		}
		if len(ids) != 3 {
			t.Errorf("got IDs %v, want one per request", ids)
		}
	})
}

func TestAKeyThatCannotSignAsksNobody(t *testing.T) {
	for name, key := range map[string]crypto.Signer{"none": nil, "on a curve that no JWT has": ecKey(t, elliptic.P224())} {
		t.Run(name, func(t *testing.T) {
			e := &endpoint{script: []http.HandlerFunc{token("abc", 60)}}
			_, err := oauth.JWTBearer(oauth.Assertion{TokenURL: tokenURL, ClientID: "id", Key: key}, e.client())(t.Context())
			if !errors.Is(err, httperror.Auth) || mark.Of(err) != mark.Never || e.asked() != 0 {
				t.Errorf("got %v after %d questions, want a permanent failure", err, e.asked())
			}
		})
	}
}

func TestAnAssertionPrintedDoesNotShowItsKey(t *testing.T) {
	_, key, _ := ed25519.GenerateKey(rand.Reader)
	a := oauth.Assertion{TokenURL: tokenURL, ClientID: "id", Key: key}
	text := fmt.Sprintf("%v %+v %#v %x", a, a, a, a)
	if hex := fmt.Sprintf("%x", []byte(key)[:4]); strings.Contains(text, hex) || !strings.Contains(text, "id for") {
		t.Errorf("got %s", text)
	}
}

// remote is a key that is elsewhere: it has the methods of crypto.Signer alone.
type remote struct{ key crypto.Signer }

func (r remote) Public() crypto.PublicKey { return r.key.Public() }
func (r remote) Sign(rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return r.key.Sign(rand, digest, opts)
}

func TestAKeyThatIsElsewhereSigns(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	_, edKey, _ := ed25519.GenerateKey(rand.Reader)
	for alg, key := range map[string]crypto.Signer{
		"RS256": rsaKey, "EdDSA": edKey, "ES256": ecKey(t, elliptic.P256()), "ES384": ecKey(t, elliptic.P384()), "ES512": ecKey(t, elliptic.P521()),
	} {
		e := &endpoint{script: []http.HandlerFunc{token("abc", 60)}}
		for range 5 { // numbers with leading zeros keep their length
			if _, err := oauth.JWTBearer(oauth.Assertion{TokenURL: tokenURL, ClientID: "id", Key: remote{key}}, e.client())(t.Context()); err != nil {
				t.Fatalf("%s: %v", alg, err)
			}
		}
		for _, form := range e.forms {
			if got := claims(t, form.Get("client_assertion"), key.Public(), tokenURL)["alg"]; got != alg {
				t.Errorf("got %v, want %s", got, alg)
			}
		}
	}
}

func TestAnAssertionThatNoEndpointWouldTakeIsNotSent(t *testing.T) {
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	good := ecKey(t, elliptic.P256())
	for name, a := range map[string]oauth.Assertion{
		"without a key":           {TokenURL: tokenURL, ClientID: "id"},
		"with a nil pointer":      {TokenURL: tokenURL, ClientID: "id", Key: (*ecdsa.PrivateKey)(nil)},
		"with an empty key":       {TokenURL: tokenURL, ClientID: "id", Key: ed25519.PrivateKey(nil)},
		"with a key cut off":      {TokenURL: tokenURL, ClientID: "id", Key: ed25519.PrivateKey("short")},
		"with another curve":      {TokenURL: tokenURL, ClientID: "id", Key: ecKey(t, elliptic.P224())},
		"with a small RSA key":    {TokenURL: tokenURL, ClientID: "id", Key: small},
		"with a negative life":    {TokenURL: tokenURL, ClientID: "id", Key: good, Life: -time.Hour},
		"without a client":        {TokenURL: tokenURL, Key: good},
		"without an address":      {ClientID: "id", Key: good},
		"with an address of none": {TokenURL: "login.example.com/token", ClientID: "id", Key: good},
	} {
		e := &endpoint{script: []http.HandlerFunc{token("abc", 60)}}
		_, err := oauth.JWTBearer(a, e.client())(t.Context())
		if !errors.Is(err, httperror.Auth) || mark.Of(err) != mark.Never || e.asked() != 0 {
			t.Errorf("%s: got %v after %d questions, want a permanent error of kind auth and none", name, err, e.asked())
		}
	}
}

func TestAnAssertionHasFurtherClaimsAndFields(t *testing.T) {
	key := ecKey(t, elliptic.P256())
	e := &endpoint{script: []http.HandlerFunc{token("abc", 60)}}
	extra := map[string]any{"box_sub_type": "enterprise", "sub": "42"}
	src := oauth.JWTBearer(oauth.Assertion{
		TokenURL: tokenURL, ClientID: "id", Key: key, Claims: extra, Header: map[string]any{"x5t#S256": "thumb", "alg": "none"},
	}, e.client())
	extra["sub"] = "changed"
	if _, err := src(t.Context()); err != nil {
		t.Fatal(err)
	}
	assertion := e.forms[0].Get("client_assertion")
	c := claims(t, assertion, key.Public(), tokenURL)
	tok, _, err := jwt.NewParser().ParseUnverified(assertion, jwt.MapClaims{})
	if err != nil || c["box_sub_type"] != "enterprise" || c["sub"] != "42" || tok.Header["x5t#S256"] != "thumb" || c["alg"] != "ES256" {
		t.Errorf("got claims %v and header %v, %v", c, tok.Header, err)
	}
}

func TestAnEchoedAssertionIsHidden(t *testing.T) {
	key := ecKey(t, elliptic.P256())
	e := &endpoint{}
	e.script = []http.HandlerFunc{func(w http.ResponseWriter, r *http.Request) {
		code("invalid_client", "bad: "+r.PostForm.Get("client_assertion"))(w, r)
	}}
	_, err := oauth.JWTBearer(oauth.Assertion{TokenURL: tokenURL, ClientID: "id", Key: key}, e.client())(t.Context())
	var he *httperror.Error
	if !errors.As(err, &he) || !strings.Contains(err.Error(), "bad: xxxxx") || strings.Contains(string(he.Body), e.forms[0].Get("client_assertion")) {
		t.Errorf("got %v with the body %s", err, he.Body)
	}
}
