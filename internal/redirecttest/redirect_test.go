package redirecttest

import (
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

func TestARedirectIsNamedByItsKindWhereItIsRefused(t *testing.T) {
	for _, c := range []struct {
		name, method, body string
		reply              testkit.Reply
		host               string // where nothing must arrive
	}{
		{"from https to http", "GET", "", testkit.Redirect(302, "http://a.example/to"), ""},
		{"to another scheme", "GET", "", testkit.Redirect(302, "file:///etc/passwd"), ""},
		{"to no host", "GET", "", testkit.Redirect(302, "https:///x"), ""},
		{"to what is no URL", "GET", "", testkit.Redirect(302, "https://u:"+doortest.Canary+"@b.example:port/"), ""},
		{"307 with a body to another origin", "PUT", "body", testkit.Redirect(307, "https://b.example/"), "b.example"},
		{"308 with a body to another origin", "POST", "body", testkit.Redirect(308, "https://b.example/"), "b.example"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
				base := doortest.Hosts{doortest.From: c.reply}.Serve()
				_, err := d.Call(t.Context(), doortest.NewClient(t, outbound.WithMockTransport(base)), doortest.Ask{Method: c.method, URL: doortest.From, Body: c.body})
				e := doortest.WantKind(t, err, httperror.Redirect)
				if e.StatusCode == 0 || e.Method != c.method || e.URL != doortest.From || strings.Contains(err.Error(), doortest.Canary) {
					t.Errorf("got %s %s: %d in %q", e.Method, e.URL, e.StatusCode, err)
				}
				base.WantSent(t, 1)
				base.WantClosed(t)
			})
		})
	}
}
