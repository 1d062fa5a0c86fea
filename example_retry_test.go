package outbound_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
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

// What docs/retry.md shows of requests that may be sent twice.

func ExampleIdempotent() {
	ctx := context.Background()
	client, base, done := mocked(atOnce(retry.Policy{}))
	defer done()
	base.On("POST", "/search", mock.Status(503), mock.JSON(200, []Order{{"tea"}}))

	found, err := outbound.Post[[]Order](ctx, client, "/search", "tea", outbound.Idempotent())
	fmt.Println(found, err)
	// Output: [{tea}] <nil>
}

func ExampleWithIdempotencyKeys() {
	ctx := context.Background()
	client, base, done := mocked(
		atOnce(retry.Policy{}),
		outbound.WithIdempotencyKeys(),
	)
	defer done()
	base.On("POST", "/orders", mock.Reset(), mock.Status(201))

	_, err := outbound.Post[struct{}](ctx, client, "/orders", Order{Item: "tea"})
	first, second := base.Requests()[0], base.Requests()[1]
	fmt.Println(first.Header.Get("Idempotency-Key") == second.Header.Get("Idempotency-Key"), err)
	// Output: true <nil>
}

func ExampleClient_Do_file() {
	ctx := context.Background()
	path := filepath.Join(os.TempDir(), "outbound-example.csv")
	if err := os.WriteFile(path, []byte("a,b\n"), 0o600); err != nil {
		fmt.Println(err)
		return
	}
	defer os.Remove(path)
	client, base, done := mocked(atOnce(retry.Policy{}))
	defer done()
	base.On("PUT", "/report.csv", mock.Status(503), mock.Status(204))

	file, err := os.Open(path)
	if err != nil {
		fmt.Println(err)
		return
	}
	req, err := http.NewRequestWithContext(ctx, "PUT", "https://api.example.com/report.csv", file)
	if err != nil {
		fmt.Println(err)
		return
	}
	resp, err := client.Do(req)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	fmt.Println(resp.StatusCode, string(base.Requests()[1].Body) == "a,b\n")
	// Output: 204 true
}

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
