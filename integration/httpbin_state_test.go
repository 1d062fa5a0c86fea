package integration_test

import (
	"net/http/cookiejar"
	"testing"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/httperror"
)

func TestCredentialsAreSent(t *testing.T) {
	for _, tt := range []struct {
		name string
		path string
		opts []outbound.Option
		kind httperror.Kind // "" for a success
	}{
		{"basic", "/basic-auth/ann/secret", []outbound.Option{outbound.WithAuth(auth.Basic("ann", "secret"))}, ""},
		{"basic, wrong password", "/basic-auth/ann/secret", []outbound.Option{outbound.WithAuth(auth.Basic("ann", "wrong"))}, httperror.ClientStatus},
		{"basic, none", "/basic-auth/ann/secret", nil, httperror.ClientStatus},
		{"bearer", "/bearer", []outbound.Option{outbound.WithAuth(auth.Bearer("token"))}, ""},
		{"bearer, none", "/bearer", nil, httperror.ClientStatus},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := outbound.Get[map[string]any](t.Context(), bin(t, tt.opts...), tt.path)
			if tt.kind == "" {
				if err != nil || got["authenticated"] != true {
					t.Errorf("got %v, %v, want authenticated true", got, err)
				}
				return
			}
			if he := failure(t, err, tt.kind); he.StatusCode != 401 {
				t.Errorf("got status %d, want 401", he.StatusCode)
			}
		})
	}
}

func TestCookiesAreKeptOnlyWithAJar(t *testing.T) {
	jar, _ := cookiejar.New(nil)
	for _, tt := range []struct {
		name string
		opts []outbound.Option
		want string
	}{
		{"with a jar", []outbound.Option{outbound.WithCookieJar(jar)}, "v"},
		{"without one", nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := bin(t, tt.opts...)
			if _, err := outbound.Get[any](t.Context(), c, "/cookies/set?k=v"); err != nil {
				t.Fatal(err)
			}
			got, err := outbound.Get[struct{ Cookies map[string]string }](t.Context(), c, "/cookies")
			if err != nil || got.Cookies["k"] != tt.want {
				t.Errorf("got %v, %v, want k=%q", got, err, tt.want)
			}
		})
	}
}
