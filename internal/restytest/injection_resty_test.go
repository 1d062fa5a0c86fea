package restytest

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/go-resty/resty/v2"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

// What resty builds from is checked before resty escapes it, mends it or leaves
// it out.
func TestWhatWouldBeSmuggledThroughRestyIsRefused(t *testing.T) {
	for place, set := range map[string]func(r *resty.Request, v string){
		"SetHeader":            func(r *resty.Request, v string) { r.SetHeader("X-Key", v) },
		"SetHeader's name":     func(r *resty.Request, v string) { r.SetHeader(v, "v") },
		"SetHeaderVerbatim":    func(r *resty.Request, v string) { r.SetHeaderVerbatim("x-key", v) },
		"SetHeaderMultiValues": func(r *resty.Request, v string) { r.SetHeaderMultiValues(map[string][]string{"X-Key": {"1", v}}) },
		"Host":                 func(r *resty.Request, v string) { r.SetHeader("Host", v) },
		"SetAuthToken":         func(r *resty.Request, v string) { r.SetAuthToken(v + "x") },
		"SetAuthScheme":        func(r *resty.Request, v string) { r.SetAuthScheme(v).SetAuthToken("t") },
		"SetQueryParam":        func(r *resty.Request, v string) { r.SetQueryParam("q", v) },
		"SetQueryParam's name": func(r *resty.Request, v string) { r.SetQueryParam(v, "1") },
		"SetQueryString":       func(r *resty.Request, v string) { r.SetQueryString("q=" + url.QueryEscape(v)) },
		"SetPathParam":         func(r *resty.Request, v string) { r.SetPathParam("id", v) },
		"SetRawPathParam":      func(r *resty.Request, v string) { r.SetRawPathParam("id", v) },
		"SetCookie":            func(r *resty.Request, v string) { r.SetCookie(&http.Cookie{Name: "sid", Value: v}) },
		"SetCookie's name":     func(r *resty.Request, v string) { r.SetCookie(&http.Cookie{Name: v, Value: "1"}) },
		"the verb":             func(r *resty.Request, v string) { r.Method = v },
		"the address":          func(r *resty.Request, v string) { r.URL = "https://a.example/" + v },
	} {
		for name, v := range doortest.Smuggled {
			t.Run(place+", "+name, func(t *testing.T) {
				base := testkit.Script(testkit.Text(200, "ok"))
				r := doortest.NewClient(t, outbound.WithMockTransport(base)).R(t.Context())
				r.Method, r.URL = "GET", "https://a.example/users/{id}"
				set(r, v)
				_, err := r.Send()
				base.WantSent(t, 0)
				if e := doortest.WantKind(t, err, httperror.Request); e.Attempts != 0 {
					t.Errorf("got %d attempts, want 0", e.Attempts)
				}
			})
		}
	}
}

// What WithResty sets would go into every request.
func TestWhatWouldBeSmuggledThroughWithRestyIsAnErrorOfNew(t *testing.T) {
	for place, set := range map[string]func(c *resty.Client, v string){
		"SetHeader":        func(c *resty.Client, v string) { c.SetHeader("X-Key", v) },
		"SetHeader's name": func(c *resty.Client, v string) { c.SetHeader(v, "1") },
		"SetQueryParam":    func(c *resty.Client, v string) { c.SetQueryParam("q", v) },
		"SetPathParam":     func(c *resty.Client, v string) { c.SetPathParam("id", v) },
		"SetRawPathParam":  func(c *resty.Client, v string) { c.SetRawPathParam("id", v) },
		"SetCookie":        func(c *resty.Client, v string) { c.SetCookie(&http.Cookie{Name: "sid", Value: v}) },
	} {
		for name, v := range doortest.Smuggled {
			if _, err := outbound.New(outbound.WithResty(func(rc *resty.Client) { set(rc, v) })); err == nil {
				t.Errorf("%s, %s: got no error", place, name)
			}
		}
	}
}

// A dot segment would name another resource.
func TestADotSegmentIsRefusedAsAParameterOfResty(t *testing.T) {
	for _, v := range []string{"", ".", ".."} {
		base := testkit.Script(testkit.Text(200, "ok"))
		_, err := doortest.NewClient(t, outbound.WithMockTransport(base)).R(t.Context()).SetPathParam("id", v).Get("https://a.example/users/{id}/x")
		doortest.WantKind(t, err, httperror.Request)
		base.WantSent(t, 0)
	}
}

// A parameter is one segment, whatever it holds.
func TestAParameterOfRestyIsOneSegment(t *testing.T) {
	for v, want := range map[string]string{"a/b": "a%2Fb", "../x": "..%2Fx", "a?b#c": "a%3Fb%23c", "%2e%2e": "%252e%252e", "//h.example": "%2F%2Fh.example"} {
		base := testkit.Script(testkit.Text(200, "ok"))
		if _, err := doortest.NewClient(t, outbound.WithMockTransport(base)).R(t.Context()).SetPathParam("id", v).Get("https://a.example/users/{id}"); err != nil {
			t.Fatal(err)
		}
		if got := base.Last(t).URL.EscapedPath(); got != "/users/"+want {
			t.Errorf("%q: got %s, want /users/%s", v, got, want)
		}
	}
}
