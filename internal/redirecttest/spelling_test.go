package redirecttest

import (
	"testing"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/retry"
)

func TestARedirectToAnotherSpellingOfTheHostStaysAtHome(t *testing.T) {
	for home, elsewhere := range map[string]string{
		"https://bücher.example":     "https://xn--bcher-kva.example/b",
		"https://a.example":          "https://A.example.:443/b",
		"https://[2001:db8:0:0::1]":  "https://[2001:DB8::1]/b",
		"https://xn--bcher-kva.test": "https://BÜCHER.test/b",
	} {
		base := testkit.Script(testkit.Status(302).With("Location", elsewhere), testkit.Text(200, "ok"))
		c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL(home), outbound.WithAuth(auth.Bearer("token")))
		if got, err := outbound.Get[string](t.Context(), c, "/a", outbound.Header("X-Mine", "1")); err != nil || got != "ok" {
			t.Fatalf("%s: got %q, %v", home, got, err)
		}
		h := base.Requests()[1].Header
		if h.Get("Authorization") != "Bearer token" || h.Get("X-Mine") != "1" {
			t.Errorf("%s to %s: got %v, want the credentials and the caller's field", home, elsewhere, h)
		}
	}
}

func TestTwoSpellingsOfTheHostShareTheirRetryBudget(t *testing.T) {
	base := testkit.Script(testkit.Status(503))
	c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithRetry(retry.Policy{
		Budget: retry.NewBudget(4, 0.1), Wait: retry.Constant(0),
	}))
	for _, url := range []string{"https://bücher.example/", "https://XN--bcher-kva.example.:443/"} {
		if _, err := outbound.Get[string](t.Context(), c, url); err == nil {
			t.Fatal("got no error")
		}
	}
	base.WantSent(t, 2+1) // two sends use up what retries may have, so that the next call makes none
}
