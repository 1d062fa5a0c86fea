package observe_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"example.com/outbound"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

func Example() {
	requests := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if requests++; requests == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer server.Close()

	client, err := outbound.New(
		outbound.WithBaseURL(server.URL),
		outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}),
		outbound.WithObserver(outbound.Observer{
			Backoff: func(call middleware.Call, b outbound.BackoffEvent) {
				fmt.Printf("%s: attempt %d failed: %s\n", call.Template(), b.Attempt, b.Kind)
			},
			End: func(call middleware.Call, r outbound.CallResult) {
				fmt.Printf("%s: %d after %d attempts\n", call.Template(), r.Status, r.Attempts)
			},
		}),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	_, _ = outbound.Get[string](context.Background(), client, "/users/{id}", outbound.PathParam("id", "42"))
	// Output:
	// /users/{id}: attempt 1 failed: server_status
	// /users/{id}: 200 after 2 attempts
}
