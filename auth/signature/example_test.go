package signature_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"net/http"

	"example.com/outbound"
	"example.com/outbound/auth/signature"
	"example.com/outbound/middleware"
)

func ExampleNew() {
	publicKey, key, _ := ed25519.GenerateKey(nil)
	server := middleware.Func(func(req *http.Request) (*http.Response, error) {
		verified, err := signature.Verify(req, func(keyID string) any { return publicKey }, "@method", "@target-uri")
		fmt.Println(verified.KeyID, verified.Components, err)
		return &http.Response{StatusCode: 204, Body: http.NoBody, Header: http.Header{}, Request: req}, nil
	})
	client, err := outbound.New(
		outbound.WithBaseURL("https://api.example.com"),
		outbound.WithMockTransport(server),
		outbound.WithAuth(signature.New("billing-2025", key, "@method", "@target-uri", "content-type", "idempotency-key")),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.R(context.Background()).Get("/invoices")
	fmt.Println(err)
	// Output:
	// billing-2025 ["@method" "@target-uri"] <nil>
	// <nil>
}
