package signature_test

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
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/auth/signature"
	"example.com/outbound/httperror"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

const home = "https://api.example.com"

var secret = []byte("s3cret-canary")

func known(key any) func(string) any {
	return func(id string) any {
		if id == "k1" {
			return key
		}
		return nil
	}
}

// remote is a key that is elsewhere: it has the methods of crypto.Signer alone.
type remote struct{ key crypto.Signer }

func (r remote) Public() crypto.PublicKey { return r.key.Public() }
func (r remote) Sign(rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return r.key.Sign(rand, digest, opts)
}

func keys(t *testing.T) map[string]crypto.Signer {
	t.Helper()
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	p256, err2 := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	p384, err3 := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	rsaKey, err4 := rsa.GenerateKey(rand.Reader, 2048)
	if err := errors.Join(err, err2, err3, err4); err != nil {
		t.Fatal(err)
	}
	return map[string]crypto.Signer{"ed25519": ed, "ecdsa-p256-sha256": p256, "ecdsa-p384-sha384": p384, "rsa-pss-sha512": rsaKey}
}

func TestAServerVerifiesEveryKindOfKey(t *testing.T) {
	schemes, public := map[string]auth.Scheme{"hmac-sha256": signature.HMAC("k1", secret)}, map[string]any{"hmac-sha256": secret}
	for alg, key := range keys(t) {
		schemes[alg], public[alg] = signature.New("k1", remote{key}), key.Public()
	}
	for alg, scheme := range schemes {
		t.Run(alg, func(t *testing.T) {
			var got signature.Signature
			var failed error
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if got, failed = signature.Verify(r, known(public[alg])); failed != nil {
					w.WriteHeader(http.StatusUnauthorized)
				}
				_, _ = io.Copy(w, r.Body)
			}))
			defer srv.Close()
			c, err := outbound.New(outbound.WithBaseURL(srv.URL), outbound.WithAuth(scheme))
			if err != nil {
				t.Fatal(err)
			}
			for _, path := range []string{"/", "/a%2Fb/ü?q=a+b&q=%20&flag", "/x?"} {
				text, err := outbound.Call[string](t.Context(), c, http.MethodPut, path, "the body")
				if err != nil || text != "the body" {
					t.Errorf("%s: got %q, %v, %v", path, text, err, failed)
				}
				if _, err := outbound.Get[string](t.Context(), c, path); err != nil {
					t.Errorf("GET %s: %v, %v", path, err, failed)
				}
			}
			if got.Alg != alg || got.KeyID != "k1" || got.Nonce == "" || time.Since(got.Created) > time.Minute {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// signed is a request that the scheme has signed.
func signed(t *testing.T, s auth.Scheme, method, url, body string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "text/plain")
	if err := s.Authorize(req); err != nil {
		t.Fatal(err)
	}
	return req
}

func TestWhatWasChangedOnTheWayDoesNotVerify(t *testing.T) {
	for name, change := range map[string]func(*http.Request){
		"the method":           func(r *http.Request) { r.Method = "PUT" },
		"the path":             func(r *http.Request) { r.URL.Path = "/b" },
		"the query":            func(r *http.Request) { r.URL.RawQuery = "q=2" },
		"the host":             func(r *http.Request) { r.Host = "evil.example" },
		"the type of the body": func(r *http.Request) { r.Header.Set("Content-Type", "application/json") },
		"no type":              func(r *http.Request) { r.Header.Del("Content-Type") },
		"the body":             func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader("other")) },
		"the body and digest": func(r *http.Request) {
			r.Body = io.NopCloser(strings.NewReader(""))
			r.Header.Set("Content-Digest", "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:")
		},
		"the key ID":        func(r *http.Request) { replace(r, `"k1"`, `"k2"`) },
		"the algorithm":     func(r *http.Request) { replace(r, "hmac-sha256", "ed25519") },
		"the time":          func(r *http.Request) { replace(r, "created=9", "created=8") },
		"what is covered":   func(r *http.Request) { replace(r, ` "@path"`, "") },
		"the nonce":         func(r *http.Request) { replace(r, `nonce="`, `nonce="x`) },
		"no signature":      func(r *http.Request) { r.Header.Del("Signature") },
		"no input":          func(r *http.Request) { r.Header.Del("Signature-Input") },
		"a broken input":    func(r *http.Request) { r.Header.Set("Signature-Input", "sig1=(") },
		"another signature": func(r *http.Request) { r.Header.Set("Signature", "sig1=:AAAA:") },
		"a signature of no bytes": func(r *http.Request) {
			r.Header.Set("Signature", "sig1=1")
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				req := signed(t, signature.HMAC("k1", secret), "POST", home+"/a?q=1", "body")
				if _, err := signature.Verify(req, known(secret)); err != nil {
					t.Fatalf("before the change: %v", err)
				}
				change(req)
				if _, err := signature.Verify(req, known(secret)); err == nil {
					t.Error("it verifies all the same")
				}
			})
		})
	}
}

func replace(r *http.Request, old, now string) {
	r.Header.Set("Signature-Input", strings.Replace(r.Header.Get("Signature-Input"), old, now, 1))
}

func TestEveryAttemptIsSignedAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		nonces, times := map[string]bool{}, map[time.Time]bool{}
		c, m := mock.New(t, outbound.WithBaseURL(home), outbound.WithAuth(signature.HMAC("k1", secret)), outbound.WithRetry(retry.Policy{Jitter: retry.NoJitter}), outbound.WithIdempotencyKeys())
		m.On("POST", home+"/a", mock.Status(503), mock.Status(503), mock.Text(200, "ok"))
		if _, err := outbound.Post[string](t.Context(), c, "/a", "body"); err != nil {
			t.Fatal(err)
		}
		for _, r := range m.Requests() {
			req, err := http.NewRequestWithContext(t.Context(), r.Method, r.URL, strings.NewReader(string(r.Body)))
			if err != nil {
				t.Fatal(err)
			}
			req.Header = r.Header
			s, err := signature.Verify(req, known(secret))
			if err != nil {
				t.Fatal(err)
			}
			mu.Lock()
			nonces[s.Nonce], times[s.Created] = true, true
			mu.Unlock()
		}
		if len(nonces) != 3 || len(times) < 2 {
			t.Errorf("got %d nonces and %d times for 3 attempts", len(nonces), len(times))
		}
	})
}

func TestTheMockVerifiesSignatures(t *testing.T) {
	for name, scheme := range map[string]auth.Scheme{"": nil, "k1": signature.HMAC("k1", secret), "k2": signature.HMAC("k2", secret), "other": signature.HMAC("k1", []byte("other"))} {
		m := mock.NewTransport(t)
		signed := func(req *http.Request) bool {
			_, err := signature.Verify(req, known(secret))
			return err == nil
		}
		m.On("POST", home+"/invoices", mock.Status(201)).Where("it is signed", signed).AnyTimes()
		m.On("POST", home+"/invoices", mock.Status(401)).AnyTimes()
		opts := []outbound.Option{outbound.WithBaseURL(home), outbound.WithMockTransport(m)}
		if scheme != nil {
			opts = append(opts, outbound.WithAuth(scheme))
		}
		c, err := outbound.New(opts...)
		if err != nil {
			t.Fatal(err)
		}
		_, err = outbound.Post[string](t.Context(), c, "/invoices", "body")
		if (err == nil) != (name == "k1") {
			t.Errorf("%q: got %v", name, err)
		}
	}
}

func TestNamedComponentsAreCoveredIfTheyAreThere(t *testing.T) {
	s := signature.HMAC("k1", secret, "@method", "@target-uri", "Idempotency-Key", `@query-param;name="id"`)
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, home+"/a?id=7", nil)
	if err := s.Authorize(req); err != nil {
		t.Fatal(err)
	}
	got, err := signature.Verify(req, known(secret), "@method", "@target-uri", `@query-param;name="id"`)
	if err != nil || fmt.Sprint(got.Components) != `["@method" "@target-uri" "@query-param";name="id"]` {
		t.Errorf("got %v, %v", got.Components, err)
	}
	if _, err := signature.Verify(req, known(secret), "idempotency-key"); err == nil {
		t.Error("a field that is not covered passes for one that is")
	}
}

func TestTimesAreChecked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Hour)
		req := signed(t, signature.HMAC("k1", secret), "GET", home, "")
		time.Sleep(1000 * time.Hour)
		if _, err := signature.Verify(req, known(secret)); err != nil {
			t.Errorf("got %v: the age is for the caller to judge", err)
		}
	})
	var future *http.Request
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(2 * time.Minute)
		future = signed(t, signature.HMAC("k1", secret), "GET", home, "")
	})
	synctest.Test(t, func(t *testing.T) {
		if _, err := signature.Verify(future, known(secret)); err == nil {
			t.Error("a signature of the future verifies")
		}
		time.Sleep(time.Minute)
		if _, err := signature.Verify(future, known(secret)); err != nil {
			t.Errorf("within the skew of clocks: %v", err)
		}
	})
}

func TestWhatCannotBeSignedIsAProblemOfNew(t *testing.T) {
	p521, err := ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ed := keys(t)["ed25519"]
	for name, s := range map[string]auth.Scheme{
		"no key": signature.New("k1", nil), "a nil key": signature.New("k1", (*ecdsa.PrivateKey)(nil)), "a curve": signature.New("k1", p521),
		"no key ID": signature.New("", ed), "an odd key ID": signature.New("ü", ed), "no secret": signature.HMAC("k1", nil),
		"an unknown component": signature.New("k1", ed, "@nonsense"), "of responses": signature.New("k1", ed, "@status"),
		"a malformed one": signature.New("k1", ed, `"@method`), "a parameter": signature.New("k1", ed, `content-type;sf`),
		"a query parameter without a name": signature.New("k1", ed, "@query-param"), "one named twice": signature.New("k1", ed, "date", "Date"),
		"the signature itself": signature.New("k1", ed, "signature"), "a name with a blank": signature.New("k1", ed, "content type"),
	} {
		if _, err := outbound.New(outbound.WithBaseURL(home), outbound.WithAuth(s)); err == nil || !strings.Contains(err.Error(), "signature") {
			t.Errorf("%s: got %v", name, err)
		}
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, home, nil)
		if err := s.Authorize(req); err == nil || len(req.Header) != 0 {
			t.Errorf("%s: got %v and %v", name, err, req.Header)
		}
	}
}

func TestABodyThatIsReadOnceIsNotSigned(t *testing.T) {
	c, _ := mock.New(t, outbound.WithBaseURL(home), outbound.WithAuth(signature.HMAC("k1", secret)))
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, home, io.MultiReader(strings.NewReader("once")))
	if _, err := c.Do(req); !errors.Is(err, httperror.Auth) {
		t.Errorf("got %v, want kind auth", err)
	}
}

func TestTheCallersFieldsAreLeftAlone(t *testing.T) {
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, home, nil)
	req.Header.Set("Signature-Input", "mine=()")
	if err := signature.HMAC("k1", secret).Authorize(req); err != nil || len(req.Header) != 1 {
		t.Errorf("got %v, %v", req.Header, err)
	}
}

func TestTheSchemePrintedShowsNoKey(t *testing.T) {
	s := signature.HMAC("k1", secret)
	for _, v := range []any{s, []any{s}, auth.Binding{Scheme: s}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
			if text := fmt.Sprintf(verb, v); strings.Contains(text, string(secret)) || strings.Contains(text, fmt.Sprintf("%x", secret)) {
				t.Errorf("%s shows %s", verb, text)
			}
		}
	}
	same, _ := signature.HMAC("k1", secret).(auth.Identifier).Identity(nil)
	other, _ := signature.HMAC("k1", []byte("x")).(auth.Identifier).Identity(nil)
	if id, ok := s.(auth.Identifier).Identity(nil); !ok || id != same || id == other || strings.Contains(id, string(secret)) {
		t.Errorf("got %q, %v", id, ok)
	}
}
