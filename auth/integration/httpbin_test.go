package integration_test

import (
	"errors"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/mccutchen/go-httpbin/v2/httpbin"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/auth/digest"
	"example.com/outbound/httperror"
)

func TestHttpbinLetsUsIn(t *testing.T) {
	const user, password = "us er", "p;w"
	pair := "/" + url.PathEscape(user) + "/" + url.PathEscape(password)
	srv := httptest.NewServer(httpbin.New())
	t.Cleanup(srv.Close)
	for _, tt := range []struct {
		path   string
		scheme auth.Scheme
		status int
	}{
		{"/basic-auth" + pair, auth.Basic(user, password), 200},
		{"/basic-auth" + pair, auth.Basic(user, "wrong"), 401},
		{"/hidden-basic-auth" + pair, auth.Basic(user, password), 200},
		{"/hidden-basic-auth" + pair, auth.Basic("wrong", password), 404},
		{"/bearer", auth.Bearer("token"), 200},
		{"/bearer", auth.Basic(user, password), 401},
		{"/digest-auth/auth" + pair, digest.New(user, password), 200},
		{"/digest-auth/auth" + pair + "/MD5", digest.New(user, password), 200},
		{"/digest-auth/auth" + pair + "/SHA-256", digest.New(user, password), 200},
		{"/digest-auth/auth" + pair + "/SHA-256", digest.New(user, "wrong"), 401},
		{"/digest-auth/auth-int" + pair, digest.New(user, password), 400}, // a quality that it refuses itself
		{"/digest-auth/auth" + pair + "/SHA-512", digest.New(user, password), 400},
	} {
		t.Run(tt.path, func(t *testing.T) {
			c, err := outbound.New(outbound.WithBaseURL(srv.URL), outbound.WithoutProxy(), outbound.WithAuth(tt.scheme))
			if err != nil {
				t.Fatal(err)
			}
			for range 3 { // the nonce is used on
				got, err := outbound.Get[map[string]any](t.Context(), c, tt.path)
				if tt.status != 200 {
					if !errors.Is(err, httperror.Status(tt.status)) {
						t.Errorf("got %v, want status %d", err, tt.status)
					}
				} else if err != nil || got["authenticated"] != true {
					t.Errorf("got %v, %v", got, err)
				}
			}
		})
	}
}
