package chaos_test

import (
	"context"
	"fmt"
	"net/http"

	"example.com/outbound"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/chaos"
)

// Half of the attempts fail with 503, the same ones for the same seed; retries
// make up for them.
func ExampleInsecureInject() {
	layer, err := chaos.InsecureInject(chaos.Config{Seed: 1, Statuses: 0.5})
	if err != nil {
		fmt.Println(err)
		return
	}
	upstream := middleware.Func(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusNoContent, Body: http.NoBody}, nil
	})
	client, err := outbound.New(
		outbound.WithBaseURL("https://api.example.com"),
		outbound.WithLayer(middleware.PerAttempt, "chaos", layer),
		outbound.WithMockTransport(upstream),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	failed := 0
	for range 20 {
		if _, err := outbound.Get[struct{}](context.Background(), client, "/orders"); err != nil {
			failed++
		}
	}
	fmt.Println(client.Chain())
	fmt.Println("some failed:", failed > 0 && failed < 20)
	// Output:
	// [deadline headers attempt-timeout chaos classify transport]
	// some failed: true
}
