package outbound_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"example.com/outbound"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

// What docs/retry.md shows of polling, retry.Do and a shared budget.

func ExampleRetry_polling() {
	ctx := context.Background()
	client, base, done := mocked()
	defer done()
	base.On("GET", "/jobs/7", mock.Status(202), mock.Status(202), mock.JSON(200, "done"))

	ready := retry.Policy{
		Attempts:   retry.Unlimited,
		MaxElapsed: 10 * time.Minute,
		Wait:       retry.Constant(5 * time.Second),
		When:       retry.Any(retry.Transient, retry.OnStatus(202)),
	}
	ready.Rand = func() float64 { return 0 } // without waits, for this example
	state, err := outbound.Get[string](ctx, client, "/jobs/7", outbound.Retry(ready), outbound.Timeout(0))
	fmt.Println(state, err)
	// Output: "done" <nil>
}

// upload stands for a call of an SDK.
func upload(context.Context, string) (string, error) { return "etag", nil }

func ExampleWithRetry_do() {
	ctx := context.Background()
	policy := retry.Policy{Rand: func() float64 { return 0 }}

	tries := 0
	etag, err := retry.Do(ctx, policy, func(ctx context.Context) (string, error) {
		if tries++; tries == 1 {
			return "", retry.Again(errors.New("the bucket is not there yet"))
		}
		return upload(ctx, "report.csv")
	})
	fmt.Println(etag, err, tries)

	_, err = retry.Do(ctx, policy, func(ctx context.Context) (string, error) {
		return "", retry.Permanent(errors.New("no such bucket"))
	})
	fmt.Println(err)
	// Output:
	// etag <nil> 2
	// no such bucket
}

func ExampleWithRetry_budget() {
	shared := retry.NewBudget(20, 0.1)
	users, err := outbound.New(outbound.WithRetry(retry.Policy{Budget: shared}))
	if err != nil {
		fmt.Println(err)
		return
	}
	orders, err := outbound.New(outbound.WithRetry(retry.Policy{Budget: shared}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(users.Chain()) == len(orders.Chain()))
	// Output: true
}
