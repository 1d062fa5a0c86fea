package outbound_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/auth/oauth"
	"example.com/outbound/httperror"
)

// vaultClient stands for a service that keeps secrets.
type vaultClient struct{}

func (vaultClient) Read(context.Context, string) (string, time.Duration, error) {
	return "from the vault", time.Hour, nil
}

func ExampleWithAuth_tokens() {
	var vault vaultClient
	source := func(ctx context.Context) (auth.Token, error) {
		secret, life, err := vault.Read(ctx, "billing/token")
		return auth.Token{Value: secret, Expiry: time.Now().Add(life)}, err
	}
	client, err := outbound.New(
		outbound.WithBaseURL("https://api.example.com"),
		outbound.WithAuth(auth.Tokens(source)),
	)
	printSent(client, err, "/users", "Authorization")
	// Output: Authorization: Bearer from the vault
}

func ExampleWithAuth_file() {
	client, err := api(
		outbound.WithAuth(auth.Tokens(auth.File("/var/run/secrets/tokens/billing"))),
	)
	fmt.Println(client.Chain()[:1], err)

	path := filepath.Join(os.TempDir(), fmt.Sprint("token-", os.Getpid()))
	defer os.Remove(path)
	client, err = api(outbound.WithAuth(auth.Tokens(auth.File(path))))
	for _, token := range []string{"first", "second"} {
		_ = os.WriteFile(path, []byte(token), 0o600)
		printSent(client, err, "/users", "Authorization")
	}
	// Output:
	// [deadline] <nil>
	// Authorization: Bearer first
	// Authorization: Bearer second
}

func ExampleWithAuth_env() {
	os.Setenv("BILLING_TOKEN", "from the environment")
	defer os.Unsetenv("BILLING_TOKEN")
	client, err := api(
		outbound.WithAuth(auth.Tokens(auth.Env("BILLING_TOKEN"))),
	)
	printSent(client, err, "/users", "Authorization")
	// Output: Authorization: Bearer from the environment
}

// login stands for the token endpoint: the client for it, under which it answers
// with a status and a body.
func login(status int, body string) context.Context {
	tr := roundTrip(func(req *http.Request) (*http.Response, error) {
		w := &http.Response{StatusCode: status, Status: fmt.Sprint(status, " ", http.StatusText(status)), Request: req}
		w.Header = http.Header{"Content-Type": {"application/json"}}
		w.Body = readCloser{strings.NewReader(body)}
		return w, nil
	})
	return context.WithValue(context.Background(), oauth2.HTTPClient, &http.Client{Transport: tr})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }

// printToken asks source for a token.
func printToken(ctx context.Context, source auth.TokenSource) {
	tok, err := source(ctx)
	fmt.Println(tok.Value, err)
}

const tokenAnswer = `{"access_token":"from the endpoint","token_type":"bearer","expires_in":3600,"refresh_token":"next"}`

func ExampleWithAuth_clientCredentials() {
	secret := "secret"
	source := oauth.ClientCredentials(clientcredentials.Config{
		ClientID:     "billing",
		ClientSecret: secret,
		TokenURL:     "https://login.example.com/token",
		Scopes:       []string{"invoices:read"},
		AuthStyle:    oauth2.AuthStyleInHeader,
	})
	client, err := outbound.New(
		outbound.WithBaseURL("https://api.example.com"),
		outbound.WithAuth(auth.Tokens(source)),
	)
	fmt.Println(client.Chain()[3], err)
	printToken(login(200, tokenAnswer), source)
	_, err = source(login(401, `{"error":"invalid_client"}`))
	var said *oauth.Error
	switch {
	case errors.As(err, &said) && said.Permanent():
		fmt.Println("the configuration is wrong:", said.Code)
	case errors.Is(err, httperror.Auth):
		fmt.Println("the token endpoint fails")
	}
	// Output:
	// auth <nil>
	// from the endpoint <nil>
	// the configuration is wrong: invalid_client
}

func ExampleWithAuth_clientAssertion() {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		fmt.Println(err)
		return
	}
	source := oauth.JWTBearer(oauth.Assertion{
		TokenURL: "https://login.example.com/token",
		ClientID: "billing",
		Key:      key,
		KeyID:    "2025-01",
	})
	printToken(login(200, tokenAnswer), source)
	// Output: from the endpoint <nil>
}

func ExampleWithAuth_refreshToken() {
	cfg := oauth2.Config{ClientID: "billing", Endpoint: oauth2.Endpoint{TokenURL: "https://login.example.com/token"}}
	refreshToken := "first"
	keep := func(next string) { fmt.Println("keep", next) }
	source := oauth.RefreshToken(cfg, refreshToken, func(next string) { keep(next) })
	printToken(login(200, tokenAnswer), source)
	// Output:
	// keep next
	// from the endpoint <nil>
}

func ExampleWithAuth_tokenSource() {
	ctx := context.Background()
	cfg := oauth2.Config{}
	token := &oauth2.Token{AccessToken: "there already", Expiry: time.Now().Add(time.Hour)}
	source := oauth.FromTokenSource(cfg.TokenSource(ctx, token))
	printToken(ctx, source)
	// Output: there already <nil>
}
