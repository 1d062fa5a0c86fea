package limit_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/limit"
)

// Two requests a minute; the third is refused, since it may not wait.
func Example() {
	upstream := middleware.Func(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusNoContent, Body: http.NoBody}, nil
	})
	client, err := outbound.New(
		outbound.WithBaseURL("https://api.example.com"),
		outbound.WithRateLimit(limit.Rate{N: 2, Per: time.Minute, MaxWait: -1}),
		outbound.WithMockTransport(upstream),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	for range 3 {
		_, err := outbound.Get[struct{}](context.Background(), client, "/orders")
		fmt.Println("refused:", errors.Is(err, httperror.Limited))
	}
	// Output:
	// refused: false
	// refused: false
	// refused: true
}
