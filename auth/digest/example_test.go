package digest_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"example.com/outbound"
	"example.com/outbound/auth/digest"
	"example.com/outbound/middleware"
)

func ExampleNew() {
	device := middleware.Func(func(req *http.Request) (*http.Response, error) {
		scheme, _, _ := strings.Cut(req.Header.Get("Authorization"), " ")
		if scheme == "Digest" {
			fmt.Println("sent again with the answer to the challenge")
			return &http.Response{StatusCode: http.StatusNoContent, Body: http.NoBody}, nil
		}
		fmt.Println("challenged")
		challenge := http.Header{"Www-Authenticate": {`Digest realm="camera", nonce="n-1", qop="auth", algorithm=SHA-256`}}
		return &http.Response{StatusCode: http.StatusUnauthorized, Header: challenge, Body: http.NoBody}, nil
	})
	client, err := outbound.New(
		outbound.WithBaseURL("https://device.example.com"),
		outbound.WithAuth(digest.New("user", "password")),
		outbound.WithMockTransport(device),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	_, err = outbound.Get[struct{}](context.Background(), client, "/snapshot")
	fmt.Println(err)
	// Output:
	// challenged
	// sent again with the answer to the challenge
	// <nil>
}
