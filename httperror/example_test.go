package httperror_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/middleware"
)

func Example() {
	upstream := middleware.Func(func(*http.Request) (*http.Response, error) {
		header := http.Header{"Retry-After": {"7"}}
		return &http.Response{StatusCode: http.StatusTooManyRequests, Header: header, Body: http.NoBody}, nil
	})
	client, err := outbound.New(outbound.WithBaseURL("https://api.example.com"), outbound.WithMockTransport(upstream))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()

	_, err = outbound.Get[string](context.Background(), client, "/users/42")
	switch {
	case errors.Is(err, httperror.Status(http.StatusNotFound)):
		fmt.Println("no such user")
	case errors.Is(err, httperror.RateLimited):
		var he *httperror.Error
		errors.As(err, &he)
		fmt.Println("again in", he.RetryAfter, "after", he.Attempts, "attempt")
	case err != nil:
		fmt.Println(err)
	}
	// Output: again in 7s after 1 attempt
}

func ExampleClassify() {
	fmt.Println(httperror.Classify(context.DeadlineExceeded))
	fmt.Println(httperror.Classify(fmt.Errorf("sync: %w", httperror.TLS)))
	// Output:
	// deadline
	// tls
}
