package mock_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

func ExampleNew() {
	t := &exampleTB{}
	defer t.end()

	client, m := mock.New(t, outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))
	m.On("GET", "/users/{id}", mock.Status(503), mock.Refused(), mock.JSON(200, user{42, "Ada"}))

	got, err := outbound.Get[user](context.Background(), client, "/users/42")
	fmt.Println(got, err)
	fmt.Println(m.Calls("GET", "/users/42"), "call,", m.Attempts(), "attempts")
	// Output:
	// {42 Ada} <nil>
	// 1 call, 3 attempts
}

func ExampleNewTransport() {
	t := &exampleTB{}
	defer t.end()

	m := mock.NewTransport(t)
	m.On("GET", "https://billing.internal/invoices/{id}", mock.Text(200, "paid"))

	// The code under test builds its client, whatever its preset says.
	client, err := outbound.New(
		outbound.Preset("billing", outbound.InternalNetwork(), outbound.WithBaseURL("https://billing.internal")),
		outbound.WithMockTransport(m),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(outbound.Get[string](context.Background(), client, "/invoices/7"))
	// Output: paid <nil>
}

// A request without an answer fails the test at its end.
func ExampleTransport_On_unmatched() {
	t := &exampleTB{}
	defer t.end()

	client, m := mock.New(t)
	m.On("POST", "/users").JSON(map[string]any{"name": "Ada", "password": "s3cret"}).AnyTimes()

	_, err := outbound.Post[any](context.Background(), client, "/users", map[string]any{"name": "Bob", "password": "hunter2"})
	fmt.Println(errors.Is(err, httperror.Unknown))
	// Output:
	// true
	// mock: a request met no stub:
	//     POST https://mock.test/users
	//     nearest stub: POST /users (example_test.go:56)
	//       body $.name: want "Ada", got "Bob"
}

func ExampleTransport_Requests() {
	t := &exampleTB{}
	defer t.end()

	client, m := mock.New(t)
	m.On("PUT", "/users/{id}", mock.Status(204))

	_, _ = outbound.Put[struct{}](context.Background(), client, "/users/42", user{42, "Ada"})
	for _, r := range m.Requests() {
		fmt.Println(r, r.Header.Get("Content-Type"), string(r.Body))
	}
	// Output: PUT https://mock.test/users/42 (22 bytes) application/json {"id":42,"name":"Ada"}
}

// exampleTB lets an Example use what is made for tests.
type exampleTB struct {
	testing.TB
	clean []func()
}

func (t *exampleTB) Helper()                   {}
func (t *exampleTB) Cleanup(f func())          { t.clean = append(t.clean, f) }
func (t *exampleTB) Errorf(f string, a ...any) { fmt.Printf(f+"\n", a...) }
func (t *exampleTB) Fatalf(f string, a ...any) { panic(fmt.Sprintf(f, a...)) }
func (t *exampleTB) Failed() bool              { return false }
func (t *exampleTB) Skipped() bool             { return false }

func (t *exampleTB) end() {
	for len(t.clean) > 0 {
		last := t.clean[len(t.clean)-1]
		t.clean = t.clean[:len(t.clean)-1]
		last()
	}
}
