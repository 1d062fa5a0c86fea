package contenttest

import (
	"context"
	"errors"
	"io"
	"testing"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

func TestAnAddressThatIsNoneAfterTheEndOfTheContextIsAnErrorThatEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, d := range doortest.Doors[:2] {
		_, err := d.Call(ctx, doortest.NewClient(t), doortest.Ask{Method: "GET", URL: "https://a.example:port/"})
		var e *outbound.HTTPError
		if !errors.As(err, &e) || errors.Is(err, io.ErrNoProgress) { // asks everything in the tree
			t.Errorf("%s: got %v, want an *HTTPError", d.Name, err)
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
		for _, d := range doortest.Doors[:2] {
			t.Run(d.Name+" "+c.base+" "+c.path, func(t *testing.T) {
				base := testkit.Script(testkit.Text(200, "ok"))
				client := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL(c.base))
				if _, err := d.Call(t.Context(), client, doortest.Ask{Method: "GET", URL: c.path}); err != nil {
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
	for _, d := range doortest.Doors[:2] {
		base := testkit.Script(testkit.Text(200, "ok"))
		c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example"), outbound.WithAuth(auth.Bearer("t")))
		_, _ = d.Call(t.Context(), c, doortest.Ask{Method: "GET", URL: "//b.example/users"})
		for _, got := range base.Requests() {
			if got.URL.Host != "a.example" {
				t.Errorf("%s: got a request to %s", d.Name, got.URL)
			}
		}
	}
}
