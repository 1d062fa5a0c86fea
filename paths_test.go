package outbound_test

import (
	"context"
	"errors"
	"io"
	"testing"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/internal/testkit"
)

func TestAnAddressThatIsNoneAfterTheEndOfTheContextIsAnErrorThatEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, d := range doors[:2] {
		_, err := d.call(ctx, newClient(t), ask{method: "GET", url: "https://a.example:port/"})
		var e *outbound.HTTPError
		if !errors.As(err, &e) || errors.Is(err, io.ErrNoProgress) { // asks everything in the tree
			t.Errorf("%s: got %v, want an *HTTPError", d.name, err)
		}
	}
}

func TestARelativePathIsAppendedToTheBaseURL(t *testing.T) {
	for _, c := range []struct{ base, path, want string }{
		{"https://a.example", "/users", "https://a.example/users"},
		{"https://a.example", "users", "https://a.example/users"},
		{"https://a.example/", "/users", "https://a.example/users"},
		{"https://a.example/v1", "/users?q=1", "https://a.example/v1/users?q=1"},
		{"https://a.example/v1/", "users", "https://a.example/v1/users"},
		{"https://a.example/v1", "https://b.example/users", "https://b.example/users"},
	} {
		for _, d := range doors[:2] {
			t.Run(d.name+" "+c.base+" "+c.path, func(t *testing.T) {
				base := testkit.Script(testkit.Text(200, "ok"))
				client := newClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL(c.base))
				if _, err := d.call(t.Context(), client, ask{method: "GET", url: c.path}); err != nil {
					t.Fatal(err)
				}
				if got := base.Last(t).URL.String(); got != c.want {
					t.Errorf("got %s, want %s", got, c.want)
				}
			})
		}
	}
}

func TestAPathThatLooksLikeAHostStaysAtTheBaseURL(t *testing.T) {
	for _, d := range doors[:2] {
		base := testkit.Script(testkit.Text(200, "ok"))
		c := newClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"), outbound.WithAuth(auth.Bearer("t")))
		_, _ = d.call(t.Context(), c, ask{method: "GET", url: "//b.example/users"})
		for _, got := range base.Requests() {
			if got.URL.Host != "a.example" {
				t.Errorf("%s: got a request to %s", d.name, got.URL)
			}
		}
	}
}
