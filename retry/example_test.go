package retry_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"example.com/outbound"
	"example.com/outbound/middleware"
	"example.com/outbound/retry"
)

func Example() {
	statuses := []int{http.StatusServiceUnavailable, http.StatusBadGateway, http.StatusNoContent}
	upstream := middleware.Func(func(*http.Request) (*http.Response, error) {
		status := statuses[0]
		statuses = statuses[1:]
		return &http.Response{StatusCode: status, Body: http.NoBody}, nil
	})
	client, err := outbound.New(
		outbound.WithBaseURL("https://api.example.com"),
		outbound.WithRetry(retry.Policy{
			Attempts: 5,
			Wait:     retry.Exponential(time.Millisecond, 2),
			Observe: func(e retry.Event) {
				if e.Type == retry.Backoff {
					fmt.Println("attempt", e.Attempt, "failed with status", e.Status)
				}
			},
		}),
		outbound.WithMockTransport(upstream),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	_, err = outbound.Get[struct{}](context.Background(), client, "/orders")
	fmt.Println(err)
	// Output:
	// attempt 1 failed with status 503
	// attempt 2 failed with status 502
	// <nil>
}

// The same policy for any function.
func ExampleDo() {
	errBusy := errors.New("the queue is busy")
	tries := 0
	n, err := retry.Do(context.Background(), retry.Policy{Wait: retry.Constant(0), When: retry.OnError(errBusy)},
		func(context.Context) (int, error) {
			if tries++; tries < 3 {
				return 0, errBusy
			}
			return tries, nil
		})
	fmt.Println(n, err)
	// Output: 3 <nil>
}
