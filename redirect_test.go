package outbound_test

import (
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/testkit"
)

// hosts answers by the URL; another one is 404.
type hosts map[string]testkit.Reply

func (h hosts) serve() *testkit.Base {
	return testkit.Script(func(req *http.Request) (*http.Response, error) {
		u := *req.URL
		u.User = nil
		if r, ok := h[u.String()]; ok {
			return r(req)
		}
		return testkit.Status(404)(req)
	})
}

const from = "https://a.example/from"

func TestARedirectIsNamedByItsKindWhereItIsRefused(t *testing.T) {
	for _, c := range []struct {
		name, method, body string
		reply              testkit.Reply
		host               string // where nothing must arrive
	}{
		{"from https to http", "GET", "", testkit.Redirect(302, "http://a.example/to"), ""},
		{"to another scheme", "GET", "", testkit.Redirect(302, "file:///etc/passwd"), ""},
		{"to no host", "GET", "", testkit.Redirect(302, "https:///x"), ""},
		{"to what is no URL", "GET", "", testkit.Redirect(302, "https://u:"+canary+"@b.example:port/"), ""},
		{"307 with a body to another origin", "PUT", "body", testkit.Redirect(307, "https://b.example/"), "b.example"},
		{"308 with a body to another origin", "POST", "body", testkit.Redirect(308, "https://b.example/"), "b.example"},
	} {
		t.Run(c.name, func(t *testing.T) {
			eachDoor(t, func(t *testing.T, d door) {
				base := hosts{from: c.reply}.serve()
				_, err := d.call(t.Context(), newClient(t, outbound.WithMockTransport(base)), ask{method: c.method, url: from, body: c.body})
				e := wantKind(t, err, httperror.Redirect)
				if e.StatusCode == 0 || e.Method != c.method || e.URL != from || strings.Contains(err.Error(), canary) {
					t.Errorf("got %s %s: %d in %q", e.Method, e.URL, e.StatusCode, err)
				}
				base.WantSent(t, 1)
				base.WantClosed(t)
			})
		})
	}
}
