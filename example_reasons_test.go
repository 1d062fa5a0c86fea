package outbound_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"

	"example.com/outbound"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

var remaining = regexp.MustCompile(`\S+( are left|, since| left of)|in [\d.]+m?s,`)

// why prints the cause of a failed call, and why it was not sent again, without
// the times that differ from run to run.
func why(err error) {
	var he *outbound.HTTPError
	if !errors.As(err, &he) {
		fmt.Println("no HTTPError:", err)
		return
	}
	text := he.Detail
	for _, a := range he.LogValue().Group() {
		if a.Key == "error" && text == "" {
			text = string(he.Kind) + ": " + strings.TrimPrefix(a.Value.String(), string(he.Kind)+": ")
		}
	}
	fmt.Println(remaining.ReplaceAllString(text, "TIME$1"))
}

// failure prints what a failed call ran into, and not why it was not sent again.
func failure(err error) {
	var he *outbound.HTTPError
	if !errors.As(err, &he) {
		fmt.Println("no HTTPError:", err)
		return
	}
	bare := *he
	bare.Detail = ""
	why(&bare)
}

// whyNot makes a call with the policy; each attempt fails in its own way.
func whyNot(policy retry.Policy, replies ...mock.Reply) {
	client, done := exampleClient(replies...)
	defer done()
	policy.Jitter = retry.NoJitter
	_, err := outbound.Get[User](context.Background(), client, "/users/42", outbound.Retry(policy))
	why(err)
}

func ExampleHTTPError_whyClassLimit() {
	none := 0
	whyNot(retry.Policy{Limits: retry.Limits{Connect: &none}}, mock.Refused())
	// Output: not retried: the retry policy allows 0 retries after failures of the class Connect
}

func ExampleHTTPError_whyMaxElapsed() {
	whyNot(retry.Policy{MaxElapsed: time.Second, ElapsedMode: retry.Before, Wait: retry.Constant(2 * time.Second)}, mock.Status(503))
	// Output: not retried: the next wait of 2s is longer than the TIME left of the 1s for retries
}

func ExampleHTTPError_whyWaits() {
	whyNot(retry.Policy{Wait: retry.List(time.Millisecond)}, mock.Status(503), mock.Status(503))
	// Output: given up: the list of waits has none after attempt 2
}

func ExampleHTTPError_whyBudget() {
	whyNot(retry.Policy{Budget: retry.NewBudget(1, 0.1), Wait: retry.Constant(time.Millisecond)}, mock.Status(503))
	// Output: not retried: 0 of 1 tokens left for https://users.example.com, retries need more than 0.5
}

func ExampleHTTPError_whyHeld() {
	client, done := exampleClient(mock.Status(503))
	defer done()
	guarded, err := client.With(outbound.WithBreaker(breaker.Policy{Consecutive: 1, MinRow: time.Nanosecond, OpenFor: time.Hour}), outbound.WithRetry(retry.Policy{}))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = outbound.Get[User](context.Background(), guarded, "/users/42")
	why(err)
	// Output: given up: no request may go to https://users.example.com for TIME, since the client's circuit breaker for it is open; TIME are left of the 50s for retries
}

func ExampleHTTPError_whyBody() {
	tb := &exampleTB{}
	client, base := mock.New(tb, outbound.WithRetry(retry.Policy{}))
	defer tb.cleanup()
	base.On("PUT", "/users/42", mock.Reset())
	req, _ := http.NewRequestWithContext(context.Background(), "PUT", "https://users.example.com/users/42", io.NopCloser(strings.NewReader("{}")))
	resp, err := client.Do(req)
	if err == nil {
		_ = resp.Body.Close()
	}
	why(err)
	// Output: not retried: the request body can be read only once
}

func ExampleHTTPError_limited() {
	client, done := exampleClient(mock.Status(200))
	defer done()
	slow, err := client.With(outbound.WithRateLimit(limit.Rate{N: 1, Per: time.Hour, MaxWait: limit.Never}))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, _ = outbound.Get[string](context.Background(), slow, "/users/42")
	_, err = outbound.Get[string](context.Background(), slow, "/users/42")
	why(err)
	// Output: limited: the rate limit of 1 requests per 1h0m0s has its next free turn in 1h0m0s, and the request can wait 0s
}

func ExampleHTTPError_blocked() {
	client, err := outbound.New(outbound.WithGuard())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	_, err = outbound.Get[string](context.Background(), client, "http://127.0.0.1:9/users/42", outbound.NoRetry())
	why(err)
	// Output: blocked: the address 127.0.0.1:9 is blocked: prohibited IP address: 127.0.0.1 is not a permitted destination (denied by: 127.0.0.0/8)
}

func ExampleHTTPError_whyProtocol() {
	client, done := exampleClient(mock.Garbage())
	defer done()
	_, err := outbound.Get[User](context.Background(), client, "/users/42", outbound.NoRetry())
	failure(err)
	// Output: protocol: the response is not HTTP: malformed HTTP response "SSH-2.0-OpenSSH_9.9"
}

func ExampleHTTPError_whyClosed() {
	client, done := exampleClient()
	defer done()
	_ = client.Close()
	_, err := outbound.Get[User](context.Background(), client, "/users/42")
	why(err)
	// Output: closed: the client was closed
}

func ExampleHTTPError_whyUnknown() {
	client, done := exampleClient(mock.Do(func(*http.Request) (*http.Response, error) { return nil, errors.New("the tunnel collapsed") }))
	defer done()
	_, err := outbound.Get[User](context.Background(), client, "/users/42")
	failure(err)
	// Output: unknown: the tunnel collapsed
}
