package coding_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"example.com/outbound"
	"example.com/outbound/coding"
)

func Example() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Content-Encoding", "zstd")
		w.Header().Set("Content-Type", "text/plain")
		_, _ = w.Write(zstded("asked for " + req.Header.Get("Accept-Encoding")))
	}))
	defer server.Close()

	client, err := outbound.New(
		outbound.WithBaseURL(server.URL),
		coding.Zstd(),
		coding.Brotli(),
		outbound.WithMaxResponseBytes(8<<20), // of the decoded body
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	text, err := outbound.Get[string](context.Background(), client, "/users")
	fmt.Println(text, err)
	// Output: asked for br, zstd, gzip <nil>
}
