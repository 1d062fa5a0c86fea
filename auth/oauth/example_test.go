package oauth_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"golang.org/x/oauth2/clientcredentials"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/auth/oauth"
)

func ExampleClientCredentials() {
	login := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"access_token": "t-1", "token_type": "Bearer", "expires_in": 3600}`)
	}))
	defer login.Close()
	billing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		fmt.Fprint(w, "authorized by ", req.Header.Get("Authorization"))
	}))
	defer billing.Close()

	client, err := outbound.New(
		outbound.WithBaseURL(billing.URL),
		outbound.WithAuth(auth.Tokens(oauth.ClientCredentials(clientcredentials.Config{
			ClientID:     "shop",
			ClientSecret: "s3cret",
			TokenURL:     login.URL,
		}))),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	text, err := outbound.Get[string](context.Background(), client, "/invoices")
	fmt.Println(text, err)
	// Output: authorized by Bearer t-1 <nil>
}
