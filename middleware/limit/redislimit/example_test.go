package redislimit_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/limit"
	"example.com/outbound/middleware/limit/redislimit"
)

// Two processes share one request a minute.
func Example() {
	server, err := miniredis.Run() // a service has the address of its Redis
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	upstream := middleware.Func(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusNoContent, Body: http.NoBody}, nil
	})

	for range 2 { // each has a limit and a connection of its own
		db := redis.NewClient(redislimit.Options(redis.Options{Addr: server.Addr()}))
		client, err := outbound.New(
			outbound.WithBaseURL("https://api.example.com"),
			outbound.WithRateLimit(limit.Rate{N: 1, Per: time.Minute, MaxWait: -1, Store: redislimit.New(db, "orders")}),
			outbound.WithMockTransport(upstream),
		)
		if err != nil {
			fmt.Println(err)
			return
		}
		_, err = outbound.Get[struct{}](context.Background(), client, "/orders")
		fmt.Println("refused:", errors.Is(err, httperror.Limited))
		_, _ = client.Close(), db.Close()
	}
	// Output:
	// refused: false
	// refused: true
}
