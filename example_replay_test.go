package outbound_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"

	"example.com/outbound"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

// What docs/retry.md shows of requests that may be sent twice.

func ExampleIdempotent() {
	ctx := context.Background()
	client, base, done := mocked(atOnce(retry.Policy{}))
	defer done()
	base.On("POST", "/search", mock.Status(503), mock.JSON(200, []Order{{"tea"}}))

	found, err := outbound.Post[[]Order](ctx, client, "/search", "tea", outbound.Idempotent())
	fmt.Println(found, err)
	// Output: [{tea}] <nil>
}

func ExampleWithIdempotencyKeys() {
	ctx := context.Background()
	client, base, done := mocked(
		atOnce(retry.Policy{}),
		outbound.WithIdempotencyKeys(),
	)
	defer done()
	base.On("POST", "/orders", mock.Reset(), mock.Status(201))

	_, err := outbound.Post[struct{}](ctx, client, "/orders", Order{Item: "tea"})
	first, second := base.Requests()[0], base.Requests()[1]
	fmt.Println(first.Header.Get("Idempotency-Key") == second.Header.Get("Idempotency-Key"), err)
	// Output: true <nil>
}

func ExampleClient_Do_file() {
	ctx := context.Background()
	path := filepath.Join(os.TempDir(), "outbound-example.csv")
	if err := os.WriteFile(path, []byte("a,b\n"), 0o600); err != nil {
		fmt.Println(err)
		return
	}
	defer os.Remove(path)
	client, base, done := mocked(atOnce(retry.Policy{}))
	defer done()
	base.On("PUT", "/report.csv", mock.Status(503), mock.Status(204))

	file, err := os.Open(path)
	if err != nil {
		fmt.Println(err)
		return
	}
	req, err := http.NewRequestWithContext(ctx, "PUT", "https://api.example.com/report.csv", file)
	if err != nil {
		fmt.Println(err)
		return
	}
	resp, err := client.Do(req)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	fmt.Println(resp.StatusCode, string(base.Requests()[1].Body) == "a,b\n")
	// Output: 204 true
}
