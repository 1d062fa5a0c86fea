package auth_test

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/middleware"
)

// Tokens fetches a token when a request needs one, and keeps it until it expires.
func Example() {
	fetches := 0
	login := func(context.Context) (auth.Token, error) { // a vault, an identity provider, …
		fetches++
		return auth.Token{Value: fmt.Sprintf("token-%d", fetches), Expiry: time.Now().Add(time.Hour)}, nil
	}
	upstream := middleware.Func(func(req *http.Request) (*http.Response, error) {
		fmt.Println(req.URL.Path, req.Header.Get("Authorization"))
		return &http.Response{StatusCode: http.StatusNoContent, Body: http.NoBody}, nil
	})

	client, err := outbound.New(
		outbound.WithBaseURL("https://billing.example.com"), // the only origin that sees the token
		outbound.WithAuth(auth.Tokens(login)),
		outbound.WithMockTransport(upstream),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	for _, path := range []string{"/invoices", "/charges"} {
		if _, err := outbound.Get[struct{}](context.Background(), client, path); err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// /invoices Bearer token-1
	// /charges Bearer token-1
}
