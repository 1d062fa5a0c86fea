package integration_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"example.com/outbound/auth"
	"example.com/outbound/auth/digest"
	"example.com/outbound/auth/oauth"
	"example.com/outbound/integration/faultserver"
)

// credentials are a scheme that holds a canary.
type credentials struct {
	name string
	make func(*testing.T) auth.Scheme
	sent string // what a request with it has
}

// schemes are all of package auth and its like.
func schemes() []credentials {
	return []credentials{
		{"Basic", fixed(auth.Basic("user", secret("basic"))), basic("basic")},
		{"Bearer", fixed(auth.Bearer(secret("bearer"))), secret("bearer")},
		{"APIKey", fixed(auth.APIKey("X-Key", secret("own"))), secret("own")},
		{"QueryKey", fixed(auth.QueryKey("k", secret("querykey"))), secret("querykey")},
		{"Tokens", fixed(auth.Tokens(static(secret("token")))), secret("token")},
		{"Env", fixed(auth.Tokens(auth.Env(canaryVariable))), secret("env")},
		{"HMAC", fixed(auth.HMAC("user", []byte(secret("hmac")))), "HMAC-SHA256 keyId="},
		{"Digest", fixed(digest.New("user", secret("digest"))), ""}, // sends nothing unasked
		{"FromTokenSource", fixed(auth.Tokens(oauth.FromTokenSource(
			oauth2.StaticTokenSource(&oauth2.Token{AccessToken: secret("static")})))), secret("static")},
		{"File", func(t *testing.T) auth.Scheme { return auth.Tokens(auth.File(file(t, secret("file")))) }, secret("file")},
		{"Netrc", func(t *testing.T) auth.Scheme {
			return auth.Netrc(file(t, "default login user password "+secret("netrc")))
		}, basic("netrc")},
		{"ClientCredentials", func(t *testing.T) auth.Scheme {
			return clientCredentials(faultserver.Start(t, grant()).URL)
		}, secret("access")},
		{"JWTBearer", func(t *testing.T) auth.Scheme { return jwtBearer(t, faultserver.Start(t, grant()).URL) }, secret("access")},
		{"RefreshToken", func(t *testing.T) auth.Scheme { return refreshToken(faultserver.Start(t, grant()).URL) }, secret("access")},
	}
}

// canaryVariable is an environment variable whose value is a canary.
const canaryVariable = "OUTBOUND_TEST_CANARY"

func fixed(s auth.Scheme) func(*testing.T) auth.Scheme {
	return func(*testing.T) auth.Scheme { return s }
}

func static(value string) auth.TokenSource {
	return func(context.Context) (auth.Token, error) { return auth.Token{Value: value}, nil }
}

// grant is the answer of a token endpoint.
func grant() faultserver.Step {
	return faultserver.JSON(`{"access_token":"` + secret("access") + `","token_type":"Bearer","refresh_token":"` + secret("rotated") + `"}`)
}

func clientCredentials(endpoint string) auth.Scheme {
	return auth.Tokens(oauth.ClientCredentials(clientcredentials.Config{
		ClientID: "user", ClientSecret: secret("client"), TokenURL: endpoint + "/token?key=" + secret("endpoint"),
		AuthStyle: oauth2.AuthStyleInHeader,
	}, unpooled(), oauth.Tries(1)))
}

func refreshToken(endpoint string) auth.Scheme {
	return auth.Tokens(oauth.RefreshToken(oauth2.Config{
		ClientID: "user", ClientSecret: secret("client"),
		Endpoint: oauth2.Endpoint{TokenURL: endpoint + "/token?key=" + secret("endpoint"), AuthStyle: oauth2.AuthStyleInParams},
	}, secret("refresh"), nil, unpooled(), oauth.Tries(1)))
}

func jwtBearer(t *testing.T, endpoint string) auth.Scheme {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return auth.Tokens(oauth.JWTBearer(oauth.Assertion{
		TokenURL: endpoint + "/token?key=" + secret("endpoint"), ClientID: "user", Key: key,
		Params: url.Values{"resource_password": {secret("resource")}},
	}, unpooled(), oauth.Tries(1)))
}

// unpooled leaves no connection behind.
func unpooled() oauth.Option {
	return oauth.HTTPClient(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}})
}

func file(t *testing.T, text string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
