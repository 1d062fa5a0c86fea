package outbound_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/auth/digest"
)

// keeping is a base that answers everything and keeps the last request.
type keeping struct{ last *http.Request }

func (k *keeping) RoundTrip(req *http.Request) (*http.Response, error) {
	k.last = req
	status := http.StatusNoContent
	header := http.Header{}
	if req.URL.Path == "/digest" && req.Header.Get("Authorization") == "" {
		status = http.StatusUnauthorized
		header.Set("WWW-Authenticate", `Digest realm="r", nonce="n", algorithm=SHA-256`)
	}
	return &http.Response{StatusCode: status, Header: header, Body: http.NoBody, Request: req}, nil
}

// printSent makes a call and prints the fields that it was sent with.
func printSent(client *outbound.Client, err error, target string, fields ...string) {
	base := &keeping{}
	if err == nil {
		client, err = client.With(outbound.WithMockTransport(base))
	}
	if err == nil {
		_, err = outbound.Get[struct{}](context.Background(), client, target)
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range fields {
		if value := base.last.Header.Get(f); value != "" {
			fmt.Printf("%s: %s\n", f, value)
		} else {
			fmt.Println("no", f)
		}
	}
	if len(fields) == 0 {
		fmt.Println(base.last.URL)
	}
}

// api is a client of https://api.example.com.
func api(opt outbound.Option) (*outbound.Client, error) {
	return outbound.New(outbound.WithBaseURL("https://api.example.com"), opt)
}

func ExampleWithAuth() {
	const token = "token"
	client, err := outbound.New(
		outbound.WithBaseURL("https://api.example.com"),
		outbound.WithAuth(auth.Bearer(token)),
	)
	printSent(client, err, "/users", "Authorization")
	printSent(client, err, "https://other.example.com/users", "Authorization")
	// Output:
	// Authorization: Bearer token
	// no Authorization
}

func ExampleWithAuth_origins() {
	const token = "token"
	const key = "key"
	client, err := outbound.New(
		outbound.WithBaseURL("https://api.example.com"),
		outbound.WithAuth(auth.Bearer(token)), // the base URL's
		outbound.WithAuth(auth.APIKey("X-Api-Key", key), "https://*.cdn.example.com", "https://files.example.com:8443"),
	)
	for _, target := range []string{"/a", "https://eu.cdn.example.com/b", "https://files.example.com/c"} {
		printSent(client, err, target, "Authorization", "X-Api-Key")
	}
	// Output:
	// Authorization: Bearer token
	// no X-Api-Key
	// no Authorization
	// X-Api-Key: key
	// no Authorization
	// no X-Api-Key
}

func ExampleWithAuth_anyOrigin() {
	const token = "token"
	client, err := outbound.New(
		outbound.WithAuth(auth.Bearer(token), auth.InsecureAnyOrigin()),
	)
	printSent(client, err, "http://anywhere.example.com/", "Authorization")
	// Output: Authorization: Bearer token
}

func ExampleWithAuth_basic() {
	const password = "open sesame"
	client, err := api(
		outbound.WithAuth(auth.Basic("billing", password)),
	)
	printSent(client, err, "/users", "Authorization")
	// Output: Authorization: Basic YmlsbGluZzpvcGVuIHNlc2FtZQ==
}

func ExampleWithAuth_bearer() {
	const token = "token"
	client, err := api(
		outbound.WithAuth(auth.Bearer(token)),
	)
	printSent(client, err, "/users", "Authorization")
	// Output: Authorization: Bearer token
}

func ExampleWithAuth_apiKey() {
	const key = "key"
	client, err := api(
		outbound.WithAuth(auth.APIKey("X-Api-Key", key)),
	)
	printSent(client, err, "/users", "X-Api-Key")
	// Output: X-Api-Key: key
}

func ExampleWithAuth_queryKey() {
	const key = "key"
	client, err := api(
		outbound.WithAuth(auth.QueryKey("key", key)),
	)
	printSent(client, err, "/users?page=2")
	// Output: https://api.example.com/users?page=2&key=key
}

func ExampleWithAuth_netrc() {
	dir, err := os.MkdirTemp("", "netrc")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	os.Setenv("NETRC", filepath.Join(dir, "netrc"))
	defer os.Unsetenv("NETRC")
	_ = os.WriteFile(os.Getenv("NETRC"), []byte(`machine api.example.com login billing password "open sesame"`), 0o600)

	client, err := api(
		outbound.WithAuth(auth.Netrc("")),
	)
	printSent(client, err, "/users", "Authorization")
	// Output: Authorization: Basic YmlsbGluZzpvcGVuIHNlc2FtZQ==
}

func ExampleWithAuth_digest() {
	const password = "open sesame"
	client, err := api(
		outbound.WithAuth(digest.New("billing", password)),
	)
	printSent(client, err, "/digest", "Authorization")
	// Output: Authorization: Digest username="billing", realm="r", nonce="n", uri="/digest", algorithm=SHA-256, response="2efdfb037dcfb8221aaf068ea6c14c90e5275d8560ad1796747149ea613c5e37"
}

func ExampleWithAuth_hmac() {
	secret := []byte("secret")
	client, err := outbound.New(
		outbound.WithBaseURL("https://api.example.com"),
		outbound.WithHeader("Date", "Tue, 15 Nov 1994 08:12:31 GMT"), // here, for an output that stays
		outbound.WithAuth(auth.HMAC("billing", secret, "Content-Type", "Idempotency-Key")),
	)
	printSent(client, err, "/users", "Authorization")
	// Output: Authorization: HMAC-SHA256 keyId="billing", headers="host content-type idempotency-key", signature="oPofPb0S9Tw/cYurhYID+Mijm6ZC7E1N6Py0G4iq0tQ="
}

func ExampleWithAuth_func() {
	sign := func(req *http.Request) string { return url.QueryEscape(req.Method + " " + req.URL.Path) }
	client, err := api(
		outbound.WithAuth(auth.Func(func(req *http.Request) error {
			req.Header.Set("X-Signature", sign(req))
			return nil
		})),
	)
	printSent(client, err, "/users", "X-Signature")
	// Output: X-Signature: GET+%2Fusers
}
