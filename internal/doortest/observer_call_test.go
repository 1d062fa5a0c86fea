package doortest

import (
	"context"
	"net/url"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/breaker"
)

type observerKey struct{}

func TestTheContextOfACallHasWhatBeginHasPutThere(t *testing.T) {
	EachDoor(t, func(t *testing.T, d Door) {
		var got any
		var ended error
		c := NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(200, "x"))), outbound.WithObserver(outbound.Observer{
			Begin: func(ctx context.Context, _ middleware.Call) context.Context {
				return context.WithValue(ctx, observerKey{}, "mine")
			},
			End: func(call middleware.Call, _ outbound.CallResult) {
				got, ended = call.Context().Value(observerKey{}), call.Context().Err()
			},
		}))
		if _, err := d.Call(t.Context(), c, Get()); err != nil {
			t.Fatal(err)
		}
		if got != "mine" || ended == nil {
			t.Errorf("got %v and %v, want the value, and a context that has ended with the call", got, ended)
		}
	})
}

func TestARequestWithTheContextOfACallIsACallOfItsOwn(t *testing.T) {
	calls := 0
	var c *outbound.Client
	c = NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(200, "inner"), testkit.Text(200, "outer"))), outbound.WithObserver(outbound.Observer{
		Begin: func(ctx context.Context, call middleware.Call) context.Context {
			if calls++; calls == 1 {
				if got, err := outbound.Get[string](call.Context(), c, "http://api.example/"); got != "inner" {
					t.Errorf("got %q, %v", got, err)
				}
			}
			return ctx
		},
	}))
	if got, err := outbound.Get[string](t.Context(), c, "http://api.example/"); got != "outer" || calls != 2 {
		t.Errorf("got %q, %v after %d calls", got, err, calls)
	}
}

func TestAtHomeIsTheOriginOfTheBaseURL(t *testing.T) {
	for _, tt := range []struct {
		base, url string
		want      bool
	}{
		{"https://api.example/v1", "https://api.example/v2", true},
		{"https://api.example/v1", "https://API.example:443/", true},
		{"https://api.example/v1", "http://api.example/", false},
		{"https://api.example/v1", "https://api.example.evil/", false},
		{"", "https://api.example/", false},
	} {
		var call middleware.Call
		opts := []outbound.Option{outbound.WithMockTransport(testkit.Script(testkit.Text(200, "x"))), outbound.WithObserver(outbound.Observer{
			Begin: func(ctx context.Context, c middleware.Call) context.Context { call = c; return ctx },
		})}
		if tt.base != "" {
			opts = append(opts, outbound.WithBaseURL(tt.base))
		}
		if _, err := outbound.Get[string](t.Context(), NewClient(t, opts...), "https://api.example/"); err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(tt.url)
		if err != nil {
			t.Fatal(err)
		}
		if got := call.AtHome(u); got != tt.want {
			t.Errorf("base URL %q, %s: got %v", tt.base, tt.url, got)
		}
	}
	var none middleware.Call
	if none.AtHome(&url.URL{}) || none.Context().Err() != nil {
		t.Error("the zero call has no home, and the background context")
	}
}

func TestAChangeOfStateNamesTheClientAndTheCallThatHasNoticedIt(t *testing.T) {
	var changes []outbound.StateChange
	base := testkit.Script(testkit.Status(503), testkit.Status(503))
	c := NewClient(t, outbound.Preset("billing"), outbound.WithMockTransport(base),
		outbound.WithBreaker(breaker.Policy{MinCalls: 1}),
		outbound.WithObserver(outbound.Observer{Change: func(s outbound.StateChange) { changes = append(changes, s) }}))
	_, _ = outbound.Get[string](t.Context(), c, "http://api.example/x/{id}", outbound.PathParam("id", "1"))
	c.Isolate("http://api.example", time.Minute)
	if len(changes) != 2 {
		t.Fatalf("got %d changes, want the opening and the isolation", len(changes))
	}
	for i, want := range []string{"/x/{id}", ""} {
		if s := changes[i]; s.What != "breaker" || s.Client != "billing" || s.Call.Template() != want {
			t.Errorf("got %s %s, client %q, template %q, want %q", s.What, s.To, s.Client, s.Call.Template(), want)
		}
	}
}

func TestARouteIsATemplateAndNeverAPath(t *testing.T) {
	for _, tt := range []struct {
		path string
		opts []outbound.CallOption
		want string
	}{
		{"/users/{id}", []outbound.CallOption{outbound.PathParam("id", "42")}, "/users/{id}"},
		{"/users/42", nil, ""},
		{"/users/42", []outbound.CallOption{outbound.Template("/users/{id}")}, "/users/{id}"},
		{"/health", []outbound.CallOption{outbound.Template("/health")}, "/health"},
	} {
		var route, method string
		c := NewClient(t, outbound.WithBaseURL("http://api.example"), outbound.WithMockTransport(testkit.Script(testkit.Text(200, "x"))),
			outbound.WithObserver(outbound.Observer{End: func(call middleware.Call, _ outbound.CallResult) {
				route, method = call.Route(), call.Method()
			}}))
		if _, err := outbound.Get[string](t.Context(), c, tt.path, tt.opts...); err != nil {
			t.Fatal(err)
		}
		if route != tt.want || method != "GET" {
			t.Errorf("%s: got %q, %s, want %q", tt.path, route, method, tt.want)
		}
	}
}
