package integration_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/integration/faultserver"
)

// plant puts a canary in every place of s that has a secret. The variant says
// which form the rest takes: of the credentials, the query and the body.
func plant(t *testing.T, s scene, variant int) scene {
	t.Helper()
	u, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	s.opts = append(s.opts, outbound.WithBaseURL(u.Scheme+"://"+u.Host)) // where the secrets below belong
	all := schemes()
	form := variant % (len(all) + 2)
	switch form {
	case 0: // net/http makes Basic credentials of it
		u.User = url.UserPassword("user", secret("userinfo"))
	case 1:
		s.opts = append(s.opts, outbound.WithHeader("Authorization", "Bearer "+secret("authorization")))
	default:
		s.opts = append(s.opts, outbound.WithAuth(all[form-2].make(t), u.Scheme+"://"+u.Host))
	}
	u.RawQuery = "access_token=" + secret("query") + "&api_key=" + secret("key")
	if !withParams(variant) { // then no value at all is shown
		u.RawQuery += "&q=" + secret("q") + "&" + secret("flag")
	}
	u.Fragment = secret("fragment")
	s.url = u.String()
	s.opts = append(s.opts,
		outbound.WithHeader("X-Api-Key", secret("apikey")),
		outbound.WithHeader("X-Unknown", secret("unknown")),
		outbound.WithHeader("Cookie", "sid="+secret("cookie")),
	)
	s.call = append(s.call, outbound.Header("X-Of-This-Call", secret("call")), outbound.Query("client_secret", secret("option")))
	s.body, s.mediaType = bodyWithSecret(len(s.body), variant)
	for _, srv := range append([]*faultserver.Server{s.seen}, s.servers...) {
		if srv != nil {
			srv.Salt("Set-Cookie", "sid="+secret("setcookie"))
			srv.Salt("X-Session-Token", secret("answer"))
			srv.Salt("X-Unknown", secret("answer"))
		}
	}
	return s
}

// withParams reports whether the query is logged, in this variant.
func withParams(variant int) bool { return variant/3%2 == 0 }

// bodyWithSecret is JSON or a form of n bytes or a little more.
func bodyWithSecret(n, variant int) (body, mediaType string) {
	pad := strings.Repeat("x", n)
	if variant%4 < 2 {
		return `{"password":"` + secret("json") + `","user":{"pin":"` + secret("pin") + `"},"n":"` + pad + `"}`, "application/json"
	}
	return "password=" + secret("form") + "&n=" + pad, "application/x-www-form-urlencoded"
}

// What is planted is really sent, and so there is something to be shown.
func TestTheCanaryIsSent(t *testing.T) {
	t.Setenv(canaryVariable, secret("env"))
	for variant := range len(schemes()) + 2 {
		s := on(faultserver.JSON("{}"))(t)
		seen := s.seen
		s = plant(t, s, variant)
		c := newClient(t, append(everyRow(), s.opts...)...)
		if _, err := callTyped(t, c, http.MethodPost, s); err != nil {
			t.Fatal(err)
		}
		r := seen.Requests()[0]
		sent := r.Target + string(r.Body)
		for name, values := range r.Header {
			sent += "\n" + name + ": " + strings.Join(values, ", ")
		}
		for _, place := range []string{"query", "key", "apikey", "unknown", "cookie", "call", "option"} {
			if !strings.Contains(sent, secret(place)) {
				t.Errorf("variant %d: %s is not sent: %s", variant, secret(place), sent)
			}
		}
		if !strings.Contains(string(r.Body), canary) {
			t.Errorf("variant %d: the body has no canary: %s", variant, r.Body)
		}
		checkCredentials(t, variant, sent)
	}
}

func checkCredentials(t *testing.T, variant int, sent string) {
	t.Helper()
	want := basic("userinfo")
	if variant == 1 {
		want = secret("authorization")
	}
	if variant > 1 {
		want = schemes()[variant-2].sent
	}
	if !strings.Contains(sent, want) {
		t.Errorf("variant %d: got %s, want %s in it", variant, sent, want)
	}
}
