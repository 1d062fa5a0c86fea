package outbound_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

func ExampleHTTPError() {
	ctx := context.Background()
	client, done := exampleClient(mock.Status(429).With("Retry-After", "7"))
	defer done()

	_, err := outbound.Get[User](ctx, client, "/users/42")
	var he *outbound.HTTPError
	switch {
	case errors.Is(err, httperror.Status(404)):
		fmt.Println("no such user")
	case errors.Is(err, httperror.RateLimited):
		errors.As(err, &he)
		fmt.Println("come back in", he.RetryAfter)
	case errors.Is(err, context.DeadlineExceeded):
		fmt.Println("our own deadline passed")
	case errors.As(err, &he) && he.Timeout():
		fmt.Println("they took too long")
	case err != nil:
		fmt.Println("failed:", err)
	}
	// Output: come back in 7s
}

func ExampleHTTPError_history() {
	client, done := exampleClient(mock.Status(503), mock.Refused(), mock.Status(502))
	defer done()

	policy := retry.Policy{Attempts: 3, Wait: retry.List(time.Millisecond, 2*time.Millisecond), Jitter: retry.NoJitter}
	_, err := outbound.Get[User](context.Background(), client, "/users/42", outbound.Retry(policy))
	var he *outbound.HTTPError
	if errors.As(err, &he) {
		for _, a := range he.History {
			fmt.Println(a.Number, a.Kind, a.StatusCode, a.Wait)
		}
	}
	// Output:
	// 1 server_status 503 0s
	// 2 connect 0 1ms
	// 3 server_status 502 2ms
}
