package integration_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"example.com/outbound/auth"
	"example.com/outbound/auth/digest"
	"example.com/outbound/auth/oauth"
)

const (
	canary   = "s3cret-canary"
	home     = "https://api.example.test"
	loginURL = "https://login.example.test/token"
)

// traces are what no other origin, error or log may show: the canary, also in
// base64 as Basic has it, and the fields and parameters that carry credentials.
var traces = []string{canary, "dXNlcjpzM2NyZXQtY2FuYXJ5", "Authorization:", "X-Api-Key", "key="}

// schemes are all there are, each with the canary for its secret. The token
// endpoint is a part of the world.
func schemes(t *testing.T, w *world) map[string]auth.Scheme {
	t.Helper()
	dir := t.TempDir()
	netrc, token := filepath.Join(dir, "netrc"), filepath.Join(dir, "token")
	for path, text := range map[string]string{netrc: "default login user password " + canary, token: canary} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("AUTH_TEST_TOKEN", canary)
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	w.at["https://login.example.test"] = func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(rw, `{"access_token":%q,"token_type":"bearer","expires_in":3600,"refresh_token":%q}`, canary, canary)
	}
	via := oauth.HTTPClient(&http.Client{Transport: w.transport(t)})
	refresh := oauth2.Config{ClientID: "id", ClientSecret: canary, Endpoint: oauth2.Endpoint{TokenURL: loginURL, AuthStyle: oauth2.AuthStyleInHeader}}
	return map[string]auth.Scheme{
		"Basic":             auth.Basic("user", canary),
		"Bearer":            auth.Bearer(canary),
		"APIKey":            auth.APIKey("X-Api-Key", canary),
		"QueryKey":          auth.QueryKey("key", canary),
		"Func":              auth.Func(func(r *http.Request) error { r.Header.Set("X-Api-Key", canary); return nil }),
		"HMAC":              auth.HMAC("id", []byte(canary)),
		"Netrc":             auth.Netrc(netrc),
		"Digest":            digest.New("user", canary),
		"File":              auth.Tokens(auth.File(token)),
		"Env":               auth.Tokens(auth.Env("AUTH_TEST_TOKEN")),
		"FromTokenSource":   auth.Tokens(oauth.FromTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: canary, Expiry: time.Now().Add(time.Hour)}))),
		"RefreshToken":      auth.Tokens(oauth.RefreshToken(refresh, canary, nil, via)),
		"JWTBearer":         auth.Tokens(oauth.JWTBearer(oauth.Assertion{TokenURL: loginURL, ClientID: "id", Key: key}, via)),
		"ClientCredentials": auth.Tokens(oauth.ClientCredentials(clientcredentials.Config{ClientID: "id", ClientSecret: canary, TokenURL: loginURL}, via)),
	}
}
