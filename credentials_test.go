package outbound_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/internal/testkit"
)

// credentials are fields that must not reach another origin.
var credentials = []string{"Authorization", "Cookie", "X-Api-Key", "X-House", "Proxy-Authorization"}

func withCredentials() ask {
	a := ask{method: "GET", url: from, opts: []outbound.CallOption{outbound.Header("Accept", "text/x"), outbound.Header("Traceparent", "00-1")}}
	for _, name := range credentials {
		if name != "X-House" {
			a.opts = append(a.opts, outbound.Header(name, canary))
		}
	}
	return a
}

func TestAnotherOriginSeesNoCredential(t *testing.T) {
	for name, to := range map[string]string{
		"another host": "https://b.example/to", "another port": "https://a.example:8443/to", "a sub-domain": "https://x.a.example/to",
		"a name that ends alike": "https://nota.example/to",
	} {
		for _, code := range []int{301, 302, 303, 307, 308} {
			t.Run(fmt.Sprint(name, " ", code), func(t *testing.T) {
				eachDoor(t, func(t *testing.T, d door) {
					base := hosts{from: testkit.Redirect(code, to), to: testkit.Text(200, "ok")}.serve()
					c := newClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"),
						outbound.WithHeader("X-House", canary), outbound.WithAuth(auth.Bearer(canary)), outbound.WithRequestID(idHeader))
					if _, err := d.call(t.Context(), c, withCredentials()); err != nil {
						t.Fatal(err)
					}
					first, second := base.Requests()[0], base.Last(t)
					for _, name := range credentials {
						if first.Header.Get(name) != canary {
							t.Errorf("the first origin got no %s", name)
						}
					}
					if leaked := fmt.Sprint(second.Header, second.URL); strings.Contains(leaked, canary) {
						t.Errorf("got %s at the other origin", leaked)
					}
					for _, name := range []string{"Accept", "Traceparent", "User-Agent", idHeader} {
						if second.Header.Get(name) == "" || second.Header.Get(name) != first.Header.Get(name) {
							t.Errorf("got %s %q at the other origin, want %q", name, second.Header.Get(name), first.Header.Get(name))
						}
					}
				})
			})
		}
	}
}

func TestTheSameOriginSeesTheCredentialsAgain(t *testing.T) {
	eachDoor(t, func(t *testing.T, d door) {
		base := hosts{from: testkit.Redirect(302, "/to"), "https://a.example/to": testkit.Text(200, "ok")}.serve()
		c := newClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"), outbound.WithHeader("X-House", canary))
		if _, err := d.call(t.Context(), c, withCredentials()); err != nil {
			t.Fatal(err)
		}
		for _, name := range credentials {
			if got := base.Last(t).Header.Get(name); got != canary {
				t.Errorf("got %s %q, want it sent again", name, got)
			}
		}
	})
}

func TestWhatWasDroppedOnceDoesNotComeBack(t *testing.T) {
	eachDoor(t, func(t *testing.T, d door) {
		base := hosts{
			from:                     testkit.Redirect(302, "https://b.example/"),
			"https://b.example/":     testkit.Redirect(302, "https://a.example/back"),
			"https://a.example/back": testkit.Redirect(302, "https://a.example/end"),
			"https://a.example/end":  testkit.Text(200, "ok"),
		}.serve()
		c := newClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"),
			outbound.WithHeader("X-House", canary), outbound.WithAuth(auth.APIKey("X-Auth", canary)))
		if _, err := d.call(t.Context(), c, withCredentials()); err != nil {
			t.Fatal(err)
		}
		base.WantSent(t, 4)
		for _, req := range base.Requests()[1:] {
			if leaked := fmt.Sprint(req.Header); strings.Contains(leaked, canary) {
				t.Errorf("got %s at %s, after another origin", leaked, req.URL)
			}
		}
	})
}

func TestAnAbsoluteURLElsewhereGetsNoneOfTheHousesCredentials(t *testing.T) {
	eachDoor(t, func(t *testing.T, d door) {
		base := testkit.Script(testkit.Text(200, "ok"))
		c := newClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"),
			outbound.WithHeader("X-House", canary), outbound.WithHeader("Accept-Language", "de"), outbound.WithAuth(auth.Bearer(canary)))
		if _, err := d.call(t.Context(), c, ask{method: "GET", url: "https://b.example/"}); err != nil {
			t.Fatal(err)
		}
		if got := base.Last(t).Header; strings.Contains(fmt.Sprint(got), canary) || got.Get("Accept-Language") != "de" {
			t.Errorf("got %v, want the harmless fields only", got)
		}
	})
}
