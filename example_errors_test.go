package outbound_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

func ExampleHTTPError() {
	ctx := context.Background()
	client, done := exampleClient(mock.Status(429).With("Retry-After", "7"))
	defer done()

	_, err := outbound.Get[User](ctx, client, "/users/42")
	var he *outbound.HTTPError
	switch {
	case errors.Is(err, httperror.Status(404)):
		fmt.Println("no such user")
	case errors.Is(err, httperror.RateLimited):
		errors.As(err, &he)
		fmt.Println("come back in", he.RetryAfter)
	case errors.Is(err, context.DeadlineExceeded):
		fmt.Println("our own deadline passed")
	case errors.As(err, &he) && he.Timeout():
		fmt.Println("they took too long")
	case err != nil:
		fmt.Println("failed:", err)
	}
	// Output: come back in 7s
}

func ExampleHTTPError_history() {
	client, done := exampleClient(mock.Status(503), mock.Refused(), mock.Status(502))
	defer done()

	policy := retry.Policy{Attempts: 3, Wait: retry.List(time.Millisecond, 2*time.Millisecond), Jitter: retry.NoJitter}
	_, err := outbound.Get[User](context.Background(), client, "/users/42", outbound.Retry(policy))
	var he *outbound.HTTPError
	if errors.As(err, &he) {
		for _, a := range he.History {
			fmt.Println(a.Number, a.Kind, a.StatusCode, a.Wait)
		}
	}
	// Output:
	// 1 server_status 503 0s
	// 2 connect 0 1ms
	// 3 server_status 502 2ms
}

// kindOf makes one call against the replies and says what became of it.
func kindOf(reply mock.Reply, opts ...outbound.CallOption) {
	client, done := exampleClient(reply)
	defer done()
	_, err := outbound.Get[User](context.Background(), client, "/users/42", opts...)
	say(err)
}

// say prints the kind of err, and whether time ran out.
func say(err error) {
	var he *outbound.HTTPError
	if !errors.As(err, &he) {
		fmt.Println("no HTTPError:", err)
		return
	}
	fmt.Println(he.Kind, he.Timeout())
}

func ExampleHTTPError_request() {
	client, done := exampleClient()
	defer done()
	_, err := outbound.Get[User](context.Background(), client, "/users/{id}", outbound.PathParam("id", ".."))
	fmt.Println(err)
	// Output: GET: request: PathParam("id"): empty or a dot segment; the request was not sent
}

func ExampleHTTPError_canceled() {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	client, done := exampleClient()
	defer done()
	_, err := outbound.Get[User](ctx, client, "/users/42")
	fmt.Println(errors.Is(err, httperror.Canceled), errors.Is(err, context.Canceled))
	// Output: true true
}

func ExampleHTTPError_deadline() {
	client, done := exampleClient(mock.Stall())
	defer done()
	_, err := outbound.Get[User](context.Background(), client, "/users/42", outbound.Timeout(time.Millisecond))
	fmt.Println(errors.Is(err, httperror.Deadline), errors.Is(err, context.DeadlineExceeded))
	// Output: true true
}

func ExampleHTTPError_timeout() {
	client, done := exampleClient(mock.Stall())
	defer done()
	hasty, err := client.With(outbound.WithAttemptTimeout(time.Millisecond))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = outbound.Get[User](context.Background(), hasty, "/users/42")
	fmt.Println(errors.Is(err, httperror.Timeout), errors.Is(err, context.DeadlineExceeded))
	// Output: true false
}

func ExampleHTTPError_tooLarge() {
	client, done := exampleClient(mock.Text(200, "more than four bytes"))
	defer done()
	small, err := client.With(outbound.WithMaxResponseBytes(4))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = outbound.Get[string](context.Background(), small, "/users/42")
	say(err)
	// Output: too_large false
}

func ExampleHTTPError_auth() {
	client, done := exampleClient()
	defer done()
	locked, err := client.With(outbound.WithAuth(auth.Tokens(func(context.Context) (auth.Token, error) {
		return auth.Token{}, errors.New("the token endpoint is down")
	})))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = outbound.Get[User](context.Background(), locked, "/users/42")
	say(err)
	// Output: auth false
}

func ExampleHTTPError_closed() {
	client, done := exampleClient()
	defer done()
	_ = client.Close()
	_, err := outbound.Get[User](context.Background(), client, "/users/42")
	say(err)
	// Output: closed false
}

func ExampleHTTPError_decode() {
	client, done := exampleClient(mock.Text(200, "<html>not a user</html>").With("Content-Type", "text/html"))
	defer done()
	_, err := outbound.Get[User](context.Background(), client, "/users/42")
	var he *outbound.HTTPError
	if errors.As(err, &he) {
		fmt.Println(he.Kind, he.StatusCode, string(he.Body))
	}
	// Output: decode 200 <html>not a user</html>
}

func ExampleHTTPError_dns() {
	kindOf(mock.NoSuchHost())
	// Output: dns false
}

func ExampleHTTPError_connect() {
	kindOf(mock.Refused())
	// Output: connect false
}

func ExampleHTTPError_tls() {
	kindOf(mock.BadCertificate())
	// Output: tls false
}

func ExampleHTTPError_proxy() {
	kindOf(mock.ProxyUnreachable())
	// Output: proxy false
}

func ExampleHTTPError_reset() {
	kindOf(mock.Reset())
	// Output: reset false
}

func ExampleHTTPError_protocol() {
	kindOf(mock.Garbage())
	// Output: protocol false
}

func ExampleHTTPError_body() {
	kindOf(mock.Truncated(200, `{"id":42}`, 5))
	// Output: body false
}

func ExampleHTTPError_redirect() {
	kindOf(mock.Status(302).With("Location", "http://users.example.com/"))
	// Output: redirect false
}

func ExampleHTTPError_clientStatus() {
	kindOf(mock.Status(404))
	// Output: client_status false
}

func ExampleHTTPError_rateLimited() {
	kindOf(mock.RateLimited(time.Second))
	// Output: rate_limited false
}

func ExampleHTTPError_serverStatus() {
	kindOf(mock.Status(503))
	// Output: server_status false
}

func ExampleHTTPError_unknown() {
	kindOf(mock.Do(func(*http.Request) (*http.Response, error) { return nil, errors.New("odd") }))
	// Output: unknown false
}
