package doortest

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

func TestHeaderQueryAndPathParamArriveFromEveryDoor(t *testing.T) {
	EachDoor(t, func(t *testing.T, d Door) {
		base := testkit.Script(testkit.Text(200, "ok"))
		c := NewClient(t, outbound.WithMockTransport(base), outbound.WithHeader("X-Tenant", "client"))
		_, err := d.Call(t.Context(), c, Ask{Method: "GET", URL: "https://a.example/users/{id}?a=1", Opts: []outbound.CallOption{
			outbound.Header("X-Tenant", "first"), outbound.Header("x-tenant", "call"), outbound.PathParam("id", "4/2 ?"),
			outbound.Query("q", "x y&z"), outbound.Query("q", "2"),
		}})
		if err != nil {
			t.Fatal(err)
		}
		got := base.Last(t)
		if u := got.URL.EscapedPath(); u != "/users/4%2F2%20%3F" {
			t.Errorf("got path %s, want /users/4%%2F2%%20%%3F", u)
		}
		if q := got.URL.Query(); q.Get("a") != "1" || strings.Join(q["q"], "|") != "x y&z|2" {
			t.Errorf("got query %q, want a=1 and q twice", got.URL.RawQuery)
		}
		if v := got.Header.Values("X-Tenant"); len(v) != 1 || v[0] != "call" {
			t.Errorf("got X-Tenant %q, want the call's last", v)
		}
	})
}

func TestWhatCannotBeSentIsRefusedAtEveryDoor(t *testing.T) {
	const users = "https://a.example/users/{id}"
	for _, c := range []struct {
		name, method, url string
		opts              []outbound.CallOption
	}{
		{"an empty path parameter", "GET", users, []outbound.CallOption{outbound.PathParam("id", "")}},
		{"a dot segment", "GET", users, []outbound.CallOption{outbound.PathParam("id", ".")}},
		{"two dots", "GET", users, []outbound.CallOption{outbound.PathParam("id", "..")}},
		{"a line end in a path parameter", "GET", users, []outbound.CallOption{outbound.PathParam("id", "1\r\nX: y")}},
		{"a line end in a query parameter", "GET", Get().URL, []outbound.CallOption{outbound.Query("q", "1\r\nX: y")}},
		{"a NUL in a query parameter", "GET", Get().URL, []outbound.CallOption{outbound.Query("q\x00", "1")}},
		{"a line end in a header", "GET", Get().URL, []outbound.CallOption{outbound.Header("X-Tenant", "v\r\nX-Other: w")}},
		{"a header whose name is none", "GET", Get().URL, []outbound.CallOption{outbound.Header("X Key", "v")}},
		{"a policy that does not validate", "GET", Get().URL, []outbound.CallOption{outbound.Retry(retry.Policy{Attempts: -7})}},
		{"a negative timeout", "GET", Get().URL, []outbound.CallOption{outbound.Timeout(-time.Second)}},
		{"another scheme", "GET", "ftp://a.example/", nil},
		{"no host", "GET", "https:///x", nil},
		{"an address that is none", "GET", "https://a.example:port/", nil},
		{"a verb that is none", "GET /", Get().URL, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			EachDoor(t, func(t *testing.T, d Door) {
				base := testkit.Script(testkit.Text(200, "ok"))
				_, err := d.Call(t.Context(), NewClient(t, outbound.WithMockTransport(base)), Ask{Method: c.method, URL: c.url, Opts: c.opts})
				base.WantSent(t, 0)
				if _, foreign := http.NewRequest(c.method, c.url, nil); foreign != nil && (d.Name == "Do" || d.Name == "HTTP") {
					return // package http has refused it before
				}
				if d.Name == "R" && c.name == "a verb that is none" && err != nil {
					return // resty's own, before the chain
				}
				if e := WantKind(t, err, httperror.Request); e.Attempts != 0 {
					t.Errorf("got %d attempts, want 0", e.Attempts)
				}
			})
		})
	}
}

func TestTheOptionsOfAContextServeEveryCallMadeWithIt(t *testing.T) {
	base := testkit.Script(testkit.Status(404))
	c := NewClient(t, outbound.WithMockTransport(base))
	ctx := outbound.CallContext(t.Context(), outbound.Header("X-Tenant", "context"), outbound.AllowStatus(404))
	ctx = outbound.CallContext(ctx, outbound.Operation("inner"))
	for _, d := range Doors {
		if _, err := d.Call(ctx, c, Get()); err != nil {
			t.Errorf("%s: got %v, want the 404 allowed by the context", d.Name, err)
		}
		if d.Name == "HTTP" {
			continue
		}
		if got := base.Last(t).Header.Get("X-Tenant"); got != "context" {
			t.Errorf("%s: got X-Tenant %q, want the context's", d.Name, got)
		}
		if _, err := d.Call(ctx, c, Get(outbound.Header("X-Tenant", "call"))); err != nil || base.Last(t).Header.Get("X-Tenant") != "call" {
			t.Errorf("%s: got X-Tenant %q, want the call's", d.Name, base.Last(t).Header.Get("X-Tenant"))
		}
	}
}

func TestTwoContextsOfOneDoNotShareTheirOptions(t *testing.T) {
	base := testkit.Script(testkit.Text(200, "ok"))
	c := NewClient(t, outbound.WithMockTransport(base))
	parent := outbound.CallContext(t.Context(), outbound.Header("X-1", "1"), outbound.Header("X-2", "2"), outbound.Header("X-3", "3"))
	first := outbound.CallContext(parent, outbound.Header("X-Who", "first"))
	_ = outbound.CallContext(parent, outbound.Header("X-Who", "second"))
	if _, err := outbound.Get[string](first, c, Get().URL); err != nil {
		t.Fatal(err)
	}
	if got := base.Last(t).Header.Get("X-Who"); got != "first" {
		t.Errorf("got X-Who %q, want first", got)
	}
}

func TestAContextThatIsNilIsTheBackground(t *testing.T) {
	var none context.Context
	base := testkit.Script(testkit.Status(503))
	c := NewClient(t, outbound.WithMockTransport(base), outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))
	_, err := outbound.Get[string](outbound.CallContext(none, outbound.NoRetry()), c, Get().URL)
	if e := WantKind(t, err, httperror.ServerStatus); e.Attempts != 1 {
		t.Errorf("got %d attempts, want 1 by NoRetry", e.Attempts)
	}
}

func TestADoerTakesItsOptionsAndThoseOfTheContext(t *testing.T) {
	c, m := mock.New(t, outbound.WithBaseURL("http://api.test"))
	m.On("GET", "/x", mock.Text(404, "no"))
	doer := c.Doer(outbound.AllowStatus(404), outbound.Header("X-A", "1"))
	ctx := outbound.CallContext(t.Context(), outbound.Header("X-B", "2"))
	req, _ := http.NewRequestWithContext(ctx, http.MethodGet, "http://api.test/x", nil)
	resp, err := doer.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if sent := m.Requests()[0].Header; sent.Get("X-A") != "1" || sent.Get("X-B") != "2" {
		t.Errorf("got %v", sent)
	}
	var meta outbound.ResponseMeta
	if _, err = c.Doer(outbound.Meta(&meta)).Do(req); !errors.Is(err, httperror.Request) {
		t.Errorf("got %v: Meta belongs to one call", err)
	}
}
