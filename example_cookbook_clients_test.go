package outbound_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"example.com/outbound"
	"example.com/outbound/middleware"
	"example.com/outbound/mock"
)

// What docs/cookbook.md shows of clients, layers and observers.

func Example_sharedPool() {
	client, err := api(outbound.WithTimeout(time.Minute))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()

	reports, err := client.With( // the same connections, other numbers
		outbound.WithTimeout(5*time.Minute),
		outbound.WithAttemptTimeout(2*time.Minute),
	)
	fmt.Println(len(reports.Chain()) == len(client.Chain()), err)
	// Output: true <nil>
}

type tenantKey struct{}

func Example_tenant() {
	tb := &exampleTB{}
	defer tb.cleanup()

	tenant := middleware.Before(func(req *http.Request) (*http.Request, error) {
		id, ok := req.Context().Value(tenantKey{}).(string)
		if !ok {
			return nil, errors.New("the context has no tenant")
		}
		req = req.Clone(req.Context())
		req.Header.Set("X-Tenant", id)
		return req, nil
	})
	option := outbound.WithLayer(middleware.PerCall, "tenant", tenant)

	client, base := mock.New(tb, option)
	base.On("GET", "/users/42", mock.Status(204))
	ctx := context.WithValue(context.Background(), tenantKey{}, "acme")
	_, err := outbound.Get[struct{}](ctx, client, "/users/42")
	fmt.Println(base.Requests()[0].Header.Get("X-Tenant"), err)
	_, err = outbound.Get[struct{}](context.Background(), client, "/users/42")
	fmt.Println(err)
	// Output:
	// acme <nil>
	// GET https://mock.test/users/42: unknown: the context has no tenant; the request was not sent
}

func Example_metric() {
	calls := map[string]int{}

	count := outbound.WithObserver(outbound.Observer{
		End: func(call middleware.Call, r outbound.CallResult) {
			kind := "ok"
			if r.Err != nil {
				kind = string(r.Err.Kind)
			}
			calls[kind]++ // with a lock, or a counter of your metrics library
		},
	})

	client, base, done := mocked(count)
	defer done()
	base.On("GET", "/users/42", mock.JSON(200, User{}), mock.Status(404))
	for range 2 {
		_, _ = outbound.Get[User](context.Background(), client, "/users/42")
	}
	fmt.Println(calls)
	// Output: map[client_status:1 ok:1]
}
