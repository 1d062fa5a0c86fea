package integration_test

import (
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/auth/integration/idp"
	"example.com/outbound/auth/oauth"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/testkit"
)

// members has a part for members, and one whose users the server behind it knows.
const members = `
		location /basic {
			auth_basic "members";
			auth_basic_user_file %[1]s/htpasswd;
			return 200 "welcome";
		}
		location /basic/file {
			auth_basic "members";
			auth_basic_user_file %[1]s/htpasswd;
			alias %[1]s/htpasswd;
		}
		location /sub/ {
			auth_request /check;
			proxy_pass %[2]s/;
		}
		location = /check {
			internal;
			proxy_pass %[2]s/api;
			proxy_pass_request_body off;
			proxy_set_header Content-Length "";
		}`

// startNginx starts nginx before the server at backend and returns its address.
func startNginx(t *testing.T, backend string) string {
	t.Helper()
	dir := t.TempDir()
	sum := sha1.Sum([]byte("p:w ü"))
	if err := os.WriteFile(filepath.Join(dir, "htpasswd"), []byte("user:{SHA}"+base64.StdEncoding.EncodeToString(sum[:])+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return testkit.Nginx(t, dir, fmt.Sprintf(members, dir, backend))
}

func TestNginxLetsUsIn(t *testing.T) {
	s := &idp.Server{Life: time.Hour}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", s.Token)
	mux.HandleFunc("/", s.API)
	backend := httptest.NewServer(mux)
	t.Cleanup(backend.Close)
	front := startNginx(t, backend.URL)

	netrc := filepath.Join(t.TempDir(), "netrc")
	if err := os.WriteFile(netrc, []byte(`machine 127.0.0.1 login user password "p:w ü"`), 0o600); err != nil {
		t.Fatal(err)
	}
	tokens := auth.Tokens(oauth.ClientCredentials(clientcredentials.Config{ClientID: idp.ClientID, ClientSecret: idp.ClientSecret,
		TokenURL: backend.URL + "/token", AuthStyle: oauth2.AuthStyleInHeader}))
	for _, tt := range []struct {
		name   string
		path   string
		scheme auth.Scheme
		status int
	}{
		{"auth_basic takes Basic", "/basic", auth.Basic("user", "p:w ü"), 200},
		{"auth_basic takes what netrc has", "/basic", auth.Netrc(netrc), 200},
		{"auth_basic refuses a wrong password", "/basic/file", auth.Basic("user", "wrong"), 401},
		{"auth_request takes a token", "/sub/x", tokens, 200},
		{"auth_request refuses another", "/sub/x", auth.Bearer("wrong"), 401},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := outbound.New(outbound.WithBaseURL(front), outbound.WithoutProxy(), outbound.WithAuth(tt.scheme))
			if err != nil {
				t.Fatal(err)
			}
			got, err := outbound.Get[string](t.Context(), c, tt.path)
			switch {
			case tt.status != 200 && !errors.Is(err, httperror.Status(tt.status)):
				t.Errorf("got %v, want status %d", err, tt.status)
			case tt.status == 200 && (err != nil || got != "welcome"):
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	t.Run("auth_request and a revoked token", func(t *testing.T) {
		c, err := outbound.New(outbound.WithBaseURL(front), outbound.WithoutProxy(), outbound.WithAuth(tokens))
		if err != nil {
			t.Fatal(err)
		}
		asked := s.Asked()
		s.Revoke()
		if got, err := outbound.Post[string](t.Context(), c, "/sub/x", map[string]int{"a": 1}); err != nil || got != "welcome" || s.Asked() != asked+1 {
			t.Errorf("got %q, %v after %d questions", got, err, s.Asked()-asked)
		}
	})
}
