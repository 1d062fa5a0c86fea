package doortest

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/middleware"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

// Every attempt is authorized afresh: what the scheme has put on the one before
// is not taken for the caller's own.
func TestCredentialsAreFreshOnEveryAttempt(t *testing.T) {
	pass := func(next http.RoundTripper) http.RoundTripper { return next }
	counting := func(n *int) func() string { return func() string { *n++; return fmt.Sprint("t", *n) } }
	for _, scheme := range []struct {
		name    string
		make    func(next func() string) auth.Scheme
		replies []mock.Reply
		want    []string
	}{
		{"a scheme of one field", func(next func() string) auth.Scheme {
			return auth.Tokens(func(context.Context) (auth.Token, error) { return auth.Token{Value: next()}, nil })
		}, []mock.Reply{mock.Status(503), mock.Status(401), mock.Status(204)}, []string{"Bearer t1", "Bearer t1", "Bearer t2"}}, // kept until it is refused
		{"a function", func(next func() string) auth.Scheme {
			return auth.Func(func(req *http.Request) error {
				if req.Header.Get("Authorization") != "" {
					return fmt.Errorf("the request has the credentials of the attempt before")
				}
				req.Header.Set("Authorization", "Bearer "+next())
				return nil
			})
		}, []mock.Reply{mock.Status(503), mock.Status(204)}, []string{"Bearer t1", "Bearer t2"}},
	} {
		for _, layers := range []struct {
			name string
			opts []outbound.Option
		}{
			{"alone", nil},
			{"beneath a layer per call", []outbound.Option{outbound.WithLayer(middleware.PerCall, "mine", pass)}},
			{"beneath a layer per attempt", []outbound.Option{outbound.WithLayer(middleware.PerAttempt, "mine", pass)}},
		} {
			t.Run(scheme.name+" "+layers.name, func(t *testing.T) {
				n := 0
				opts := append(layers.opts, outbound.WithBaseURL("https://h.test"), outbound.WithAuth(scheme.make(counting(&n))),
					outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}), outbound.WithHeader("X-House", "1"))
				client, base := mock.New(t, opts...)
				base.On("GET", "/p", scheme.replies...)
				if _, err := outbound.Get[struct{}](t.Context(), client, "/p"); err != nil {
					t.Error(err)
				}
				var got []string
				for _, r := range base.Requests() {
					got = append(got, r.Header.Get("Authorization"))
					if r.Header.Get("X-House") != "1" {
						t.Errorf("the default header is lost: %v", r.Header)
					}
				}
				if !slices.Equal(got, scheme.want) {
					t.Errorf("got %v, want %v", got, scheme.want)
				}
			})
		}
	}
}
