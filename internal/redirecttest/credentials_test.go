package redirecttest

import (
	"fmt"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

// credentials are fields that must not reach another origin.
var credentials = []string{"Authorization", "Cookie", "X-Api-Key", "X-House", "Proxy-Authorization"}

func withCredentials() doortest.Ask {
	a := doortest.Ask{Method: "GET", URL: doortest.From, Opts: []outbound.CallOption{outbound.Header("Accept", "text/x"), outbound.Header("Traceparent", "00-1")}}
	for _, name := range credentials {
		if name != "X-House" {
			a.Opts = append(a.Opts, outbound.Header(name, doortest.Canary))
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
				doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
					base := doortest.Hosts{doortest.From: testkit.Redirect(code, to), to: testkit.Text(200, "ok")}.Serve()
					c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"),
						outbound.WithHeader("X-House", doortest.Canary), outbound.WithAuth(auth.Bearer(doortest.Canary)), outbound.WithRequestID(doortest.IDHeader))
					if _, err := d.Call(t.Context(), c, withCredentials()); err != nil {
						t.Fatal(err)
					}
					first, second := base.Requests()[0], base.Last(t)
					for _, name := range credentials {
						if first.Header.Get(name) != doortest.Canary {
							t.Errorf("the first origin got no %s", name)
						}
					}
					if leaked := fmt.Sprint(second.Header, second.URL); strings.Contains(leaked, doortest.Canary) {
						t.Errorf("got %s at the other origin", leaked)
					}
					for _, name := range []string{"Accept", "Traceparent", "User-Agent", doortest.IDHeader} {
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
	doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
		base := doortest.Hosts{doortest.From: testkit.Redirect(302, "/to"), "https://a.example/to": testkit.Text(200, "ok")}.Serve()
		c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"), outbound.WithHeader("X-House", doortest.Canary))
		if _, err := d.Call(t.Context(), c, withCredentials()); err != nil {
			t.Fatal(err)
		}
		for _, name := range credentials {
			if got := base.Last(t).Header.Get(name); got != doortest.Canary {
				t.Errorf("got %s %q, want it sent again", name, got)
			}
		}
	})
}

func TestWhatWasDroppedOnceDoesNotComeBack(t *testing.T) {
	doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
		base := doortest.Hosts{
			doortest.From:            testkit.Redirect(302, "https://b.example/"),
			"https://b.example/":     testkit.Redirect(302, "https://a.example/back"),
			"https://a.example/back": testkit.Redirect(302, "https://a.example/end"),
			"https://a.example/end":  testkit.Text(200, "ok"),
		}.Serve()
		c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"),
			outbound.WithHeader("X-House", doortest.Canary), outbound.WithAuth(auth.APIKey("X-Auth", doortest.Canary)))
		if _, err := d.Call(t.Context(), c, withCredentials()); err != nil {
			t.Fatal(err)
		}
		base.WantSent(t, 4)
		for _, req := range base.Requests()[1:] {
			if leaked := fmt.Sprint(req.Header); strings.Contains(leaked, doortest.Canary) {
				t.Errorf("got %s at %s, after another origin", leaked, req.URL)
			}
		}
	})
}

func TestAnAbsoluteURLElsewhereGetsNoneOfTheHousesCredentials(t *testing.T) {
	doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
		base := testkit.Script(testkit.Text(200, "ok"))
		c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"),
			outbound.WithHeader("X-House", doortest.Canary), outbound.WithHeader("Accept-Language", "de"), outbound.WithAuth(auth.Bearer(doortest.Canary)))
		if _, err := d.Call(t.Context(), c, doortest.Ask{Method: "GET", URL: "https://b.example/"}); err != nil {
			t.Fatal(err)
		}
		if got := base.Last(t).Header; strings.Contains(fmt.Sprint(got), doortest.Canary) || got.Get("Accept-Language") != "de" {
			t.Errorf("got %v, want the harmless fields only", got)
		}
	})
}
