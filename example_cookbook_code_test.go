package outbound_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

// What docs/cookbook.md shows of other people's code: generated clients, tests, and
// programs in Python.

// petstore is what oapi-codegen generates from a specification, as far as the
// recipe needs it.
var petstore generated

type (
	generated      struct{}
	petstoreClient struct{ doer petstoreDoer }
	petstoreDoer   interface {
		Do(*http.Request) (*http.Response, error)
	}
	petstoreOptions func(*petstoreClient)
)

func (generated) WithHTTPClient(d petstoreDoer) petstoreOptions {
	return func(c *petstoreClient) { c.doer = d }
}

func (generated) NewClientWithResponses(_ string, opts ...petstoreOptions) (*petstoreClient, error) {
	c := &petstoreClient{}
	for _, o := range opts {
		o(c)
	}
	return c, nil
}

func Example_generatedClient() {
	client, base, done := mocked()
	defer done()
	base.On("GET", "/pets", mock.Status(404))

	pets, err := petstore.NewClientWithResponses("https://api.example.com",
		petstore.WithHTTPClient(client.Doer())) // a status of 400 to 599 is an error
	if err != nil {
		fmt.Println(err)
		return
	}
	req, err := http.NewRequestWithContext(context.Background(), "GET", "https://api.example.com/pets", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = pets.doer.Do(req)
	fmt.Println(errors.Is(err, httperror.Status(404)))
	// Output: true
}

func Example_requestsAndBackoff() {
	ctx := context.Background()

	session, err := outbound.New(
		outbound.WithBaseURL("https://api.example.com"),
		outbound.WithTimeout(0),                     // max_time bounds the retries
		outbound.WithAttemptTimeout(10*time.Second), // timeout=10
		outbound.WithRetry(retry.Policy{ // expo with full jitter, as backoff has it
			Attempts:   5,                // max_tries=5
			MaxElapsed: 60 * time.Second, // max_time=60
		}),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer session.Close()
	tb := &exampleTB{}
	defer tb.cleanup()
	base := mock.NewTransport(tb)
	base.On("GET", "https://api.example.com/users/42", mock.JSON(200, User{Name: "Ada"}))
	if session, err = session.With(outbound.WithMockTransport(base)); err != nil {
		fmt.Println(err)
		return
	}
	getUser := func(id string) (User, error) {
		return outbound.Get[User](ctx, session, "/users/{id}", outbound.PathParam("id", id))
	}
	fmt.Println(getUser("42"))
	// Output: {0 Ada} <nil>
}

func TestAReportThatIsReadyAfterFiftySeconds(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		client, err := outbound.New(outbound.Standard(), outbound.WithTimeout(2*time.Minute), outbound.WithMockTransport(m))
		if err != nil {
			t.Fatal(err)
		}
		m.On("GET", "/report", mock.RateLimited(50*time.Second), mock.Text(200, "done"))
		got, err := outbound.Get[string](t.Context(), client, "https://reports.internal/report")
		if err != nil || got != "done" || m.Waits()[0] != 50*time.Second {
			t.Errorf("got %q, %v after %v", got, err, m.Waits())
		}
	})
}
