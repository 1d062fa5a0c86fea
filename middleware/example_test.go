package middleware_test

import (
	"context"
	"fmt"
	"net/http"

	"example.com/outbound"
	"example.com/outbound/middleware"
)

// A layer that names the caller of every attempt.
func Example() {
	caller := func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			call, _ := middleware.CallFrom(req.Context())
			req = req.Clone(req.Context()) // the caller's request is left alone
			req.Header.Set("X-Caller", fmt.Sprintf("shop, attempt %d", call.Attempt()))
			return next.RoundTrip(req)
		})
	}
	upstream := middleware.Func(func(req *http.Request) (*http.Response, error) {
		fmt.Println(req.Header.Get("X-Caller"))
		return &http.Response{StatusCode: http.StatusNoContent, Body: http.NoBody}, nil
	})

	client, err := outbound.New(
		outbound.WithBaseURL("https://api.example.com"),
		outbound.WithLayer(middleware.PerAttempt, "caller", caller),
		outbound.WithMockTransport(upstream),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	fmt.Println(client.Chain())
	_, err = outbound.Get[struct{}](context.Background(), client, "/users")
	fmt.Println(err)
	// Output:
	// [deadline headers attempt-timeout caller classify transport]
	// shop, attempt 1
	// <nil>
}

func ExampleChain() {
	named := func(name string) middleware.Layer {
		return middleware.Before(func(req *http.Request) (*http.Request, error) {
			fmt.Println(name)
			return req, nil
		})
	}
	base := middleware.Func(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusNoContent, Body: http.NoBody}, nil
	})
	transport := middleware.Chain(base, named("outermost"), nil, named("innermost")) // nil: a layer that is off

	req, _ := http.NewRequestWithContext(context.Background(), http.MethodGet, "https://api.example.com/", nil)
	resp, err := transport.RoundTrip(req)
	fmt.Println(resp.StatusCode, err)
	// Output:
	// outermost
	// innermost
	// 204 <nil>
}
