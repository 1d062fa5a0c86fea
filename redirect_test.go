package outbound_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/httperror"
)

// hosts answers by the URL; another one is 404.
type hosts map[string]reply

func (h hosts) serve() *fake {
	return newFake(func(req *http.Request) (*http.Response, error) {
		u := *req.URL
		u.User = nil
		if r, ok := h[u.String()]; ok {
			return r(req)
		}
		return status(404)(req)
	})
}

// at are the requests to a host.
func (f *fake) at(host string) (all []sent) {
	for _, req := range f.requests() {
		if req.URL.Host == host {
			all = append(all, req)
		}
	}
	return all
}

const from = "https://a.example/from"

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
					base := hosts{from: redirect(code, to), to: text(200, "ok")}.serve()
					c := newClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"),
						outbound.WithHeader("X-House", canary), outbound.WithAuth(auth.Bearer(canary)), outbound.WithRequestID(idHeader))
					if _, err := d.call(t.Context(), c, withCredentials()); err != nil {
						t.Fatal(err)
					}
					first, second := base.requests()[0], base.last(t)
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
		base := hosts{from: redirect(302, "/to"), "https://a.example/to": text(200, "ok")}.serve()
		c := newClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"), outbound.WithHeader("X-House", canary))
		if _, err := d.call(t.Context(), c, withCredentials()); err != nil {
			t.Fatal(err)
		}
		for _, name := range credentials {
			if got := base.last(t).Header.Get(name); got != canary {
				t.Errorf("got %s %q, want it sent again", name, got)
			}
		}
	})
}

func TestWhatWasDroppedOnceDoesNotComeBack(t *testing.T) {
	eachDoor(t, func(t *testing.T, d door) {
		base := hosts{
			from:                     redirect(302, "https://b.example/"),
			"https://b.example/":     redirect(302, "https://a.example/back"),
			"https://a.example/back": redirect(302, "https://a.example/end"),
			"https://a.example/end":  text(200, "ok"),
		}.serve()
		c := newClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"),
			outbound.WithHeader("X-House", canary), outbound.WithAuth(auth.APIKey("X-Auth", canary)))
		if _, err := d.call(t.Context(), c, withCredentials()); err != nil {
			t.Fatal(err)
		}
		base.wantSent(t, 4)
		for _, req := range base.requests()[1:] {
			if leaked := fmt.Sprint(req.Header); strings.Contains(leaked, canary) {
				t.Errorf("got %s at %s, after another origin", leaked, req.URL)
			}
		}
	})
}

func TestAnAbsoluteURLElsewhereGetsNoneOfTheHousesCredentials(t *testing.T) {
	eachDoor(t, func(t *testing.T, d door) {
		base := newFake(text(200, "ok"))
		c := newClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"),
			outbound.WithHeader("X-House", canary), outbound.WithHeader("Accept-Language", "de"), outbound.WithAuth(auth.Bearer(canary)))
		if _, err := d.call(t.Context(), c, ask{method: "GET", url: "https://b.example/"}); err != nil {
			t.Fatal(err)
		}
		if got := base.last(t).Header; strings.Contains(fmt.Sprint(got), canary) || got.Get("Accept-Language") != "de" {
			t.Errorf("got %v, want the harmless fields only", got)
		}
	})
}

func TestARedirectIsNamedByItsKindWhereItIsRefused(t *testing.T) {
	for _, c := range []struct {
		name, method, body string
		reply              reply
		host               string // where nothing must arrive
	}{
		{"from https to http", "GET", "", redirect(302, "http://a.example/to"), ""},
		{"to another scheme", "GET", "", redirect(302, "file:///etc/passwd"), ""},
		{"to no host", "GET", "", redirect(302, "https:///x"), ""},
		{"to what is no URL", "GET", "", redirect(302, "https://u:"+canary+"@b.example:port/"), ""},
		{"307 with a body to another origin", "PUT", "body", redirect(307, "https://b.example/"), "b.example"},
		{"308 with a body to another origin", "POST", "body", redirect(308, "https://b.example/"), "b.example"},
	} {
		t.Run(c.name, func(t *testing.T) {
			eachDoor(t, func(t *testing.T, d door) {
				base := hosts{from: c.reply}.serve()
				_, err := d.call(t.Context(), newClient(t, outbound.WithMockTransport(base)), ask{method: c.method, url: from, body: c.body})
				e := wantKind(t, err, httperror.Redirect)
				if e.StatusCode == 0 || e.Method != c.method || e.URL != from || strings.Contains(err.Error(), canary) {
					t.Errorf("got %s %s: %d in %q", e.Method, e.URL, e.StatusCode, err)
				}
				base.wantSent(t, 1)
				base.wantClosed(t)
			})
		})
	}
}
