package doortest

import (
	"io"
	"net/http"
	"slices"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/retry"
)

// What an answer sets, a 401, a 503 or a redirect, is on the next send of the same
// call, whoever has put the jar there.
func TestAJarOnTheClientFromHTTPMissedTheCookiesOfARetry(t *testing.T) {
	quick := outbound.WithRetry(retry.Policy{Wait: retry.Constant(time.Millisecond)})
	challenge := &again{}
	for name, tt := range map[string]struct {
		opt   outbound.Option
		first testkit.Reply
		want  []string // of the second send
	}{
		"a retried 503":       {quick, testkit.Status(503).With("Set-Cookie", "sid=2"), []string{"mine=0; kept=1; sid=2"}},
		"a 401":               {outbound.WithAuth(challenge), testkit.Status(401).With("Set-Cookie", "sid=2"), []string{"mine=0; kept=1; sid=2"}},
		"a redirect":          {quick, testkit.Redirect(302, "/to").With("Set-Cookie", "sid=2"), []string{"mine=0; kept=1; sid=2", "mine=0; sid=2; kept=1"}},
		"one that is deleted": {quick, testkit.Status(503).With("Set-Cookie", "sid=; Max-Age=0"), []string{"mine=0; kept=1"}},
		"the caller's name":   {quick, testkit.Status(503).With("Set-Cookie", "mine=9"), []string{"mine=0; sid=1; kept=1; mine=9"}},
	} {
		for place, on := range map[string]func(c *outbound.Client, jar http.CookieJar) *http.Client{
			"WithCookieJar": func(c *outbound.Client, _ http.CookieJar) *http.Client { return c.HTTP() },
			"the client's": func(c *outbound.Client, jar http.CookieJar) *http.Client {
				hc := c.HTTP()
				hc.Jar = jar
				return hc
			},
		} {
			t.Run(name+", "+place, func(t *testing.T) {
				jar := NewJar(t, &http.Cookie{Name: "sid", Value: "1"}, &http.Cookie{Name: "kept", Value: "1"})
				base := testkit.Script(tt.first, testkit.Text(200, "ok"))
				opts := []outbound.Option{outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"), tt.opt}
				if place == "WithCookieJar" {
					opts = append(opts, outbound.WithCookieJar(jar))
				}
				req := testkit.Get(t, "https://a.example/")
				req.Header.Set("Cookie", "mine=0")
				resp, err := on(NewClient(t, opts...), jar).Do(req)
				if err != nil {
					t.Fatal(err)
				}
				_ = resp.Body.Close()
				got := base.Values("Cookie")
				if len(got) != 2 || got[0] != "mine=0; sid=1; kept=1" || !slices.Contains(tt.want, got[1]) {
					t.Errorf("got %q, want one of %q on the second send", got, tt.want)
				}
			})
		}
	}
}

func TestTheCookiesOfAJarGoWhereTheyBelongOnly(t *testing.T) {
	jar := NewJar(t, &http.Cookie{Name: "sid", Value: Canary})
	base := testkit.Script(testkit.Redirect(302, "https://b.example/").With("Set-Cookie", "more=1"), testkit.Status(503).With("Set-Cookie", "b=2"), testkit.Text(200, "ok"))
	hc := NewClient(t, outbound.WithMockTransport(base), outbound.WithRetry(retry.Policy{Wait: retry.Constant(time.Millisecond)})).HTTP()
	hc.Jar = jar
	resp, err := hc.Get("https://a.example/")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()
	if got, want := base.Values("Cookie"), []string{"sid=" + Canary, "", "b=2"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAClientWhoseJarIsTakenOffHasNoCookies(t *testing.T) {
	base := testkit.Script(testkit.Status(503).With("Set-Cookie", "sid=1"), testkit.Text(200, "ok"))
	hc := NewClient(t, outbound.WithMockTransport(base), outbound.WithCookieJar(NewJar(t)), outbound.WithRetry(retry.Policy{Wait: retry.Constant(time.Millisecond)})).HTTP()
	hc.Jar = nil
	resp, err := hc.Get("https://a.example/")
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if got := base.Values("Cookie"); !slices.Equal(got, []string{"", ""}) {
		t.Errorf("got %q, want none", got)
	}
}
