package integration_test

import (
	"testing"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/integration/faultserver"
)

// guarded is a scene of two servers: the first redirects to the second, and the
// second, if back, to the first. Only the first request of all may carry
// credentials.
func guarded(code int, back bool) func(*testing.T) scene {
	return func(t *testing.T) scene {
		t.Helper()
		home, away := faultserver.Start(t), faultserver.Start(t)
		home.Script(faultserver.Redirect(code, away.URL+"/y"), faultserver.JSON("{}"))
		if back {
			away.Script(faultserver.Redirect(code, home.URL+"/z"))
		}
		return scene{
			url: home.URL + "/x",
			opts: []outbound.Option{
				outbound.WithBaseURL(home.URL),
				outbound.WithAuth(auth.Bearer("secret")),
				outbound.WithHeader("X-Api-Key", "secret"),
				outbound.WithHeader("Cookie", "k=secret"),
			},
			seen:    home,
			servers: []*faultserver.Server{away},
			after: func(t *testing.T) {
				carries(t, "the first request", home.Requests()[0], true)
				for _, r := range append(away.Requests(), home.Requests()[1:]...) {
					carries(t, "a request after a redirect to another origin", r, false)
				}
				if away.Count() != 1 {
					t.Errorf("the other origin saw %d requests, want 1", away.Count())
				}
			},
		}
	}
}

func carries(t *testing.T, what string, r faultserver.Request, want bool) {
	t.Helper()
	for _, name := range []string{"Authorization", "X-Api-Key", "Cookie"} {
		if got := r.Header.Get(name) != ""; got != want {
			t.Errorf("%s: got %s %v, want %v", what, name, got, want)
		}
	}
}

func unasked(t *testing.T, srv *faultserver.Server) {
	t.Helper()
	if srv.Count() != 0 {
		t.Errorf("the other origin saw %d requests, want 0", srv.Count())
	}
}
