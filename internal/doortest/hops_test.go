package doortest

import (
	"errors"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/retry"
)

func TestLimitsOfRetryCountWithinAHopAndTheHistoryOverTheCall(t *testing.T) {
	EachDoor(t, func(t *testing.T, d Door) {
		base := testkit.Script(testkit.Status(503), testkit.Redirect(302, "/to"), testkit.Status(503), testkit.Status(503))
		c := NewClient(t, outbound.WithMockTransport(base), outbound.WithRetry(retry.Policy{Attempts: 2, Wait: retry.Constant(0)}))
		_, err := d.Call(t.Context(), c, Get())
		e := WantKind(t, err, httperror.ServerStatus)
		var codes []int
		for i, a := range e.History {
			codes = append(codes, a.StatusCode)
			if a.Number != i+1 {
				t.Errorf("got number %d in place %d of the history", a.Number, i+1)
			}
		}
		if !slices.Equal(codes, []int{503, 302, 503, 503}) || e.Attempts != 4 || e.URL != "https://a.example/to" {
			t.Errorf("got history %v, %d attempts, URL %s", codes, e.Attempts, e.URL)
		}
	})
}

func TestACookieJarSendsEachHostItsOwn(t *testing.T) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	jar.SetCookies(&url.URL{Scheme: "https", Host: "a.example"}, []*http.Cookie{{Name: "a", Value: Canary}})
	jar.SetCookies(&url.URL{Scheme: "https", Host: "b.example"}, []*http.Cookie{{Name: "b", Value: "2"}})
	EachDoor(t, func(t *testing.T, d Door) {
		base := Hosts{From: testkit.Redirect(302, "https://b.example/"), "https://b.example/": testkit.Text(200, "ok")}.Serve()
		if _, err := d.Call(t.Context(), NewClient(t, outbound.WithMockTransport(base), outbound.WithCookieJar(jar)), Ask{Method: "GET", URL: From}); err != nil {
			t.Fatal(err)
		}
		if got := base.Values("Cookie"); !slices.Equal(got, []string{"a=" + Canary, "b=2"}) {
			t.Errorf("got cookies %q", got)
		}
	})
}

func TestAnErrorOfALaterHopIsTyped(t *testing.T) {
	EachDoor(t, func(t *testing.T, d Door) {
		broken := errors.New("broken")
		base := Hosts{From: testkit.Redirect(302, "/to"), "https://a.example/to": testkit.Fail(broken)}.Serve()
		_, err := d.Call(t.Context(), NewClient(t, outbound.WithMockTransport(base)), Ask{Method: "GET", URL: From})
		if e := WantKind(t, err, httperror.Unknown); !errors.Is(err, broken) || e.Attempts != 2 || e.URL != "https://a.example/to" {
			t.Errorf("got %v after %d attempts at %s", err, e.Attempts, e.URL)
		}
	})
}
