package outbound_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/middleware"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

var errNoSuchUser = errors.New("no such user")

func Example() {
	tb := &exampleTB{}
	defer tb.cleanup()
	base := mock.NewTransport(tb)
	base.On("GET", "https://users.example.com/users/42", mock.JSON(200, User{ID: 42, Name: "Ada"}))

	err := func(ctx context.Context, opts ...outbound.Option) error {
		client, err := outbound.New(
			outbound.Standard(), // retries with a budget, timeouts, request IDs
			outbound.WithBaseURL("https://users.example.com"),
		)
		if err != nil {
			return err
		}
		defer client.Close()
		if client, err = client.With(opts...); err != nil { // on a mock, here
			return err
		}

		user, err := outbound.Get[User](ctx, client, "/users/{id}", outbound.PathParam("id", "42"))
		switch {
		case errors.Is(err, httperror.Status(404)):
			return errNoSuchUser
		case err != nil:
			return err
		}
		fmt.Println(user.Name)
		return nil
	}(context.Background(), outbound.WithMockTransport(base))
	fmt.Println(err)
	// Output:
	// Ada
	// <nil>
}

// Billing is a preset as a platform team writes one.
func Billing() outbound.Option {
	return outbound.Preset("billing",
		outbound.Standard(),
		outbound.WithBaseURL("https://billing.example.com"),
		outbound.WithAuth(auth.Bearer(os.Getenv("BILLING_TOKEN"))),
		outbound.WithTimeout(20*time.Second),
	)
}

func ExamplePreset() {
	_ = os.Setenv("BILLING_TOKEN", "token") // as the deployment does
	client, err := outbound.New(Billing())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.Join(client.Chain(), " "))
	// Output: deadline headers request-id retry attempt-timeout auth classify transport
}

func ExampleClient_Chain() {
	client, err := outbound.New(outbound.InternalNetwork())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.Join(client.Chain(), "\n"))
	// Output:
	// deadline
	// headers
	// request-id
	// retry
	// attempt-timeout
	// classify
	// transport (insecure)
}

func ExampleNew_everyProblemAtOnce() {
	_, err := outbound.New(
		outbound.WithBaseURL("ftp://files.example.com"),
		outbound.WithTimeout(-time.Second),
		outbound.WithRetry(retry.Policy{Attempts: -2}),
	)
	fmt.Println(err)
	// Output:
	// outbound: WithBaseURL("ftp://files.example.com"): not of the form http[s]://host[:port][/path]
	// outbound: WithTimeout(-1s): negative; 0 means no bound
	// outbound: WithRetry: retry: Policy.Attempts: -2 is negative; 0 means 4, 1 no retry, -1 (Unlimited) no bound
}

func ExampleHTTPError_fields() {
	client, done := exampleClient(mock.Status(404))
	defer done()
	_, err := outbound.Get[User](context.Background(), client, "/users/42")
	var he *outbound.HTTPError
	if errors.As(err, &he) {
		fmt.Println(he.Kind, he.StatusCode, he.Attempts, he.Reason)
	}
	// Output: client_status 404 1
}

func ExampleClient_R() {
	client, done := exampleClient(mock.JSON(200, User{ID: 42, Name: "Ada"}))
	defer done()
	var user User
	resp, err := client.R(context.Background()).SetQueryParam("page", "2").SetResult(&user).Get("/users/42")
	fmt.Println(resp.StatusCode(), user.Name, err)
	// Output: 200 Ada <nil>
}

func ExampleClient_HTTP() {
	client, done := exampleClient(mock.Status(404))
	defer done()
	req, err := http.NewRequestWithContext(context.Background(), "GET", "https://users.example.com/users/42", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	resp, err := client.HTTP().Do(req)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	err = outbound.CheckResponse(resp)
	fmt.Println(resp.StatusCode, errors.Is(err, httperror.ClientStatus))
	// Output: 404 true
}

func ExampleClient_Do() {
	client, done := exampleClient(mock.Text(200, "a stream of any size"))
	defer done()
	req, err := http.NewRequestWithContext(context.Background(), "GET", "https://users.example.com/users/42", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	resp, err := client.Do(req, outbound.Stream())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	fmt.Println(string(text), err)
	// Output: a stream of any size <nil>
}

func ExampleMeta() {
	client, done := exampleClient(mock.Status(204).With("Etag", `"v7"`))
	defer done()
	var meta outbound.ResponseMeta
	_, err := outbound.Get[struct{}](context.Background(), client, "/users/42", outbound.Meta(&meta))
	fmt.Println(meta.StatusCode, meta.Header.Get("Etag"), meta.Attempts, err)
	// Output: 204 "v7" 1 <nil>
}

func ExampleAllowStatus() {
	client, done := exampleClient(mock.JSON(404, User{}))
	defer done()
	var meta outbound.ResponseMeta
	_, err := outbound.Get[User](context.Background(), client, "/users/42", outbound.AllowStatus(404), outbound.Meta(&meta))
	fmt.Println(meta.StatusCode, err)
	// Output: 404 <nil>
}

func ExampleWithLayer() {
	tenant := func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			req = req.Clone(req.Context())
			req.Header.Set("X-Tenant", "acme")
			return next.RoundTrip(req)
		})
	}
	tb := &exampleTB{}
	defer tb.cleanup()
	client, base := mock.New(tb, outbound.WithLayer(middleware.PerCall, "tenant", tenant))
	base.On("GET", "https://users.example.com/", mock.Status(204))
	_, err := outbound.Get[struct{}](context.Background(), client, "https://users.example.com/")
	fmt.Println(base.Requests()[0].Header.Get("X-Tenant"), err)
	// Output: acme <nil>
}

func ExampleWithLayer_before() {
	tenant := middleware.Before(func(req *http.Request) (*http.Request, error) {
		req = req.Clone(req.Context())
		req.Header.Set("X-Tenant", "acme")
		return req, nil
	})
	tb := &exampleTB{}
	defer tb.cleanup()
	client, base := mock.New(tb, outbound.WithLayer(middleware.PerCall, "tenant", tenant))
	base.On("GET", "https://users.example.com/", mock.Status(204))
	_, err := outbound.Get[struct{}](context.Background(), client, "https://users.example.com/")
	fmt.Println(base.Requests()[0].Header.Get("X-Tenant"), err)
	// Output: acme <nil>
}

func ExampleRetry() {
	client, done := exampleClient(mock.Status(503), mock.JSON(200, User{Name: "Ada"}))
	defer done()
	at := retry.Policy{Wait: retry.Constant(0), Observe: func(e retry.Event) { fmt.Println(e.Type, e.Attempt, e.Status) }}
	user, err := outbound.Get[User](context.Background(), client, "/users/42", outbound.Retry(at))
	fmt.Println(user.Name, err)
	// Output:
	// try 1 0
	// backoff 1 503
	// try 2 0
	// success 2 200
	// Ada <nil>
}

func ExamplePost() {
	tb := &exampleTB{}
	defer tb.cleanup()
	client, base := mock.New(tb, outbound.WithBaseURL("https://users.example.com"), outbound.WithIdempotencyKeys(),
		outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))
	base.On("POST", "/users", mock.Status(503), mock.JSON(201, User{ID: 7, Name: "Ada"}))
	user, err := outbound.Post[User](context.Background(), client, "/users", User{Name: "Ada"})
	sent := base.Requests()
	fmt.Println(user.ID, err, len(sent), bytes.Equal(sent[0].Body, sent[1].Body),
		sent[0].Header.Get("Idempotency-Key") == sent[1].Header.Get("Idempotency-Key"))
	// Output: 7 <nil> 2 true true
}

func TestAUserIsFoundAfterTwoFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, base := mock.New(t, outbound.Standard())
		base.On("GET", "/users/42", mock.Status(503), mock.Refused(), mock.JSON(200, User{Name: "Ada"}))

		user, err := outbound.Get[User](t.Context(), client, "/users/42")
		if err != nil || user.Name != "Ada" {
			t.Fatal(user, err)
		}
	})
}
