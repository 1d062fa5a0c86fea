package breaker_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/breaker"
)

func Example() {
	sent := 0
	upstream := middleware.Func(func(*http.Request) (*http.Response, error) {
		sent++
		return &http.Response{StatusCode: http.StatusBadGateway, Body: http.NoBody}, nil
	})
	client, err := outbound.New(
		outbound.WithBaseURL("https://api.example.com"),
		outbound.WithBreaker(breaker.Policy{Consecutive: 3, MinRow: time.Nanosecond}),
		outbound.WithMockTransport(upstream),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	for range 5 {
		_, err = outbound.Get[string](context.Background(), client, "/orders")
	}
	fmt.Println("sent:", sent)
	fmt.Println("refused:", errors.Is(err, httperror.CircuitOpen))
	fmt.Println(client.Origins()[0].Breaker)
	// Output:
	// sent: 3
	// refused: true
	// open
}
