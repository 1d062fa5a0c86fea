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

// What docs/retry.md shows.

// atOnce makes p wait no time, for examples.
func atOnce(p retry.Policy) outbound.Option {
	p.Rand = func() float64 { return 0 }
	return outbound.WithRetry(p)
}

// mocked is a client on a mock.
func mocked(opts ...outbound.Option) (*outbound.Client, *mock.Transport, func()) {
	tb := &exampleTB{}
	client, base := mock.New(tb, append([]outbound.Option{outbound.WithBaseURL("https://api.example.com")}, opts...)...)
	return client, base, tb.cleanup
}

func ExampleWithRetry() {
	client, err := outbound.New(
		outbound.WithBaseURL("https://api.example.com"),
		outbound.WithRetry(retry.Policy{
			Attempts: 6,
			MaxWait:  10 * time.Second,
			Budget:   retry.NewBudget(outbound.StandardBudgetTokens, outbound.StandardBudgetRatio),
		}),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(client.Chain())
	// Output: [deadline headers retry attempt-timeout classify transport]
}

func ExampleWithRetry_recipe() {
	recipe := retry.Policy{
		Wait:             retry.Exponential(time.Second, 2), // backoff.expo
		Jitter:           retry.FullJitter,                  // backoff's default
		Attempts:         4,                                 // max_tries=4
		MaxElapsed:       50 * time.Second,                  // max_time=50
		When:             retry.OnStatusRange(500, 599),     // HTTPError, and giveup on 4xx
		Methods:          retry.AnyMethod(),                 // a decorator knows no verbs
		IgnoreRetryAfter: true,                              // nor headers
		Observe: func(e retry.Event) {
			switch e.Type {
			case retry.Backoff: // on_backoff
				fmt.Printf("try %d: %d, waiting %v\n", e.Attempt, e.Status, e.Wait)
			case retry.GiveUp: // on_giveup
				fmt.Printf("try %d: %d, giving up: %s\n", e.Attempt, e.Status, e.Reason)
			case retry.Success: // on_success
				fmt.Printf("try %d: %d\n", e.Attempt, e.Status)
			}
		},
	}

	client, base, done := mocked(atOnce(recipe))
	defer done()
	base.On("POST", "/orders", mock.Status(503), mock.Status(404))
	_, err := outbound.Post[struct{}](context.Background(), client, "/orders", "x")
	fmt.Println(errors.Is(err, httperror.Status(404)))
	// Output:
	// try 1: 503, waiting 0s
	// try 2: 404, giving up: not_retryable
	// true
}

func ExampleWithRetry_reason() {
	ctx := context.Background()
	client, base, done := mocked(outbound.WithRetry(retry.Policy{}))
	defer done()
	base.On("POST", "/orders", mock.Status(503))

	_, err := outbound.Post[Order](ctx, client, "/orders", Order{Item: "tea"})
	var he *outbound.HTTPError
	if errors.As(err, &he) {
		fmt.Println(he.Kind, he.Attempts, he.Reason)
	}
	// Output: server_status 1 method
}

// Order is what the examples place.
type Order struct {
	Item string `json:"item"`
}
