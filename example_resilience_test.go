package outbound_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

// What docs/resilience.md shows.

func ExampleWithBreaker() {
	client, base, done := mocked(
		outbound.WithBreaker(breaker.Policy{Consecutive: 3, MinRow: time.Nanosecond, OpenFor: 20 * time.Millisecond}),
		outbound.WithRetry(retry.Policy{Wait: retry.Constant(time.Millisecond)}),
		outbound.WithObserver(outbound.Observer{Change: func(c outbound.StateChange) {
			fmt.Printf("%s → %s: %s\n", c.From, c.To, c.Cause)
		}}),
	)
	defer done()
	base.On("GET", "/orders", mock.Status(503), mock.Status(503), mock.Status(503), mock.Text(200, "orders"))

	for range 2 { // the first call waits until the breaker lets it through
		var meta outbound.ResponseMeta
		orders, err := outbound.Get[string](context.Background(), client, "/orders", outbound.Meta(&meta))
		fmt.Println(orders, err, meta.Attempts)
	}
	// Output:
	// closed → open: 3 failures in a row, the last one: status 503
	// open → half_open: the open time has passed
	// orders <nil> 4
	// half_open → closed: 2 good probes
	// orders <nil> 1
}

func ExampleClient_Isolate() {
	client, base, done := mocked(outbound.Resilient())
	defer done()
	base.On("GET", "/orders", mock.Text(200, "orders"))

	client.Isolate("https://api.example.com", time.Hour)
	_, err := outbound.Get[string](context.Background(), client, "/orders")
	fmt.Println(errors.Is(err, httperror.CircuitOpen), client.Origins()[0].Breaker)

	client.Isolate("https://api.example.com", 0)
	orders, err := outbound.Get[string](context.Background(), client, "/orders")
	fmt.Println(orders, err)
	// Output:
	// true forced_open
	// orders <nil>
}
