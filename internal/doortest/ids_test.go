package doortest

import (
	"net/http"
	"net/http/cookiejar"
	"slices"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

func TestOneRequestIDPerCallTheSameOnEveryAttemptAndHop(t *testing.T) {
	EachDoor(t, func(t *testing.T, d Door) {
		base := testkit.Script(testkit.Status(503), testkit.Redirect(302, "https://b.example/"), testkit.Status(503), testkit.Text(200, "ok"))
		c := NewClient(t, outbound.WithMockTransport(base), outbound.WithRequestID(IDHeader), outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))
		for range 2 {
			if _, err := d.Call(t.Context(), c, Get()); err != nil {
				t.Fatal(err)
			}
		}
		ids := base.Values(IDHeader)
		if len(slices.Compact(slices.Clone(ids))) != 2 || slices.Contains(ids, "") || ids[0] != ids[3] {
			t.Errorf("got request IDs %q, want one for four requests and another for the rest", ids)
		}
	})
}

func TestARequestIDThatIsThereWins(t *testing.T) {
	ctx := middleware.ContextWithRequestID(t.Context(), "of the context")
	EachDoor(t, func(t *testing.T, d Door) {
		base := testkit.Script(testkit.Status(404))
		c := NewClient(t, outbound.WithMockTransport(base), outbound.WithRequestID(IDHeader))
		for want, opts := range map[string][]outbound.CallOption{
			"of the context": nil,
			"of the call":    {outbound.Header(IDHeader, "of the call")},
		} {
			_, err := d.Call(ctx, c, Get(opts...))
			if e := WantKind(t, err, httperror.ClientStatus); e.RequestID != want || base.Last(t).Header.Get(IDHeader) != want {
				t.Errorf("got %q sent and %q in the error, want %q", base.Last(t).Header.Get(IDHeader), e.RequestID, want)
			}
		}
	})
}

func TestCookiesAreKeptInAJarOnly(t *testing.T) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		jar  http.CookieJar
		want string
	}{"without": {nil, ""}, "with": {jar, "id=1"}} {
		t.Run(name, func(t *testing.T) {
			base := testkit.Script(testkit.Text(200, "ok").With("Set-Cookie", "id=1"), testkit.Text(200, "ok"))
			client := NewClient(t, outbound.WithMockTransport(base), outbound.WithCookieJar(c.jar))
			for _, d := range Doors {
				if _, err := d.Call(t.Context(), client, Get()); err != nil {
					t.Fatal(err)
				}
				if d.Name == "R" {
					continue // the first, which brings the cookie
				}
				if got := base.Last(t).Header.Get("Cookie"); got != c.want {
					t.Errorf("%s: got Cookie %q, want %q", d.Name, got, c.want)
				}
			}
		})
	}
}
