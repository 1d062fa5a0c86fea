package outbound_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"strings"

	"github.com/go-resty/resty/v2"

	"example.com/outbound"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

// exampleWith is a client with the options, whose base answers path with the
// replies.
func exampleWith(path string, replies []mock.Reply, opts ...outbound.Option) (*outbound.Client, *mock.Transport, func()) {
	tb := &exampleTB{}
	client, base := mock.New(tb, append(opts, outbound.WithBaseURL("https://users.example.com"))...)
	base.On("GET", path, replies...)
	return client, base, tb.cleanup
}

func ExampleWithMaxRedirects() {
	client, _, done := exampleWith("/old", []mock.Reply{mock.Status(302).With("Location", "/new")}, outbound.WithMaxRedirects(0))
	defer done()
	resp, err := client.R(context.Background()).Get("/old")
	fmt.Println(resp.StatusCode(), resp.Header().Get("Location"), err)
	// Output: 302 /new <nil>
}

func ExampleWithRequestID() {
	client, base, done := exampleWith("/users/42", []mock.Reply{mock.Status(503), mock.Status(204)},
		outbound.WithRequestID("X-Request-Id"), outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))
	defer done()
	_, err := outbound.Get[struct{}](context.Background(), client, "/users/42")
	first, second := base.Requests()[0].Header.Get("X-Request-Id"), base.Requests()[1].Header.Get("X-Request-Id")
	fmt.Println(len(first), first == second, err)
	// Output: 36 true <nil>
}

func ExampleWithHeader() {
	client, base, done := exampleWith("/users/42", []mock.Reply{mock.Status(204)}, outbound.WithHeader("X-Tenant", "acme"), outbound.WithUserAgent("billing/7"))
	defer done()
	_, err := outbound.Get[struct{}](context.Background(), client, "/users/42", outbound.Header("Accept-Language", "de"))
	h := base.Requests()[0].Header
	fmt.Println(h.Get("X-Tenant"), h.Get("User-Agent"), h.Get("Accept-Language"), err)
	// Output: acme billing/7 de <nil>
}

func ExampleWithCookieJar() {
	jar, err := cookiejar.New(nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	client, base, done := exampleWith("/", []mock.Reply{mock.Status(204).With("Set-Cookie", "sid=1"), mock.Status(204)}, outbound.WithCookieJar(jar))
	defer done()
	for range 2 {
		if _, err := outbound.Get[struct{}](context.Background(), client, "/"); err != nil {
			fmt.Println(err)
		}
	}
	fmt.Println(base.Requests()[1].Header.Get("Cookie"))
	// Output: sid=1
}

func ExampleWithJSON() {
	strict := func(data []byte, v any) error {
		d := json.NewDecoder(strings.NewReader(string(data)))
		d.DisallowUnknownFields()
		return d.Decode(v)
	}
	client, _, done := exampleWith("/users/42", []mock.Reply{mock.Text(200, `{"id":42,"nick":"ada"}`)}, outbound.WithJSON(json.Marshal, strict))
	defer done()
	_, err := outbound.Get[User](context.Background(), client, "/users/42")
	say(err)
	// Output: decode false
}

func ExampleWithResty() {
	client, base, done := exampleWith("/users/42", []mock.Reply{mock.Status(204)},
		outbound.WithResty(func(rc *resty.Client) { rc.SetQueryParam("tenant", "acme") }))
	defer done()
	_, err := outbound.Get[struct{}](context.Background(), client, "/users/42")
	fmt.Println(base.Requests()[0].URL, err)
	// Output: https://users.example.com/users/42?tenant=acme <nil>
}

func ExampleClient_With() {
	client, _, done := exampleWith("/users/42", []mock.Reply{mock.Status(204)})
	defer done()
	patient, err := client.With(outbound.WithRetry(retry.Policy{}))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = outbound.Get[struct{}](context.Background(), patient, "/users/42")
	fmt.Println(len(patient.Chain())-len(client.Chain()), err)
	// Output: 1 <nil>
}

func ExampleCallContext() {
	client, _, done := exampleWith("/users/42", []mock.Reply{mock.Status(404)})
	defer done()
	ctx := outbound.CallContext(context.Background(), outbound.AllowStatus(404))
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://users.example.com/users/42", nil)
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
	fmt.Println(resp.StatusCode, outbound.CheckResponse(resp))
	// Output: 404 <nil>
}

func ExampleQuery() {
	client, base, done := exampleWith("/users/{id}", []mock.Reply{mock.Status(204)})
	defer done()
	_, err := outbound.Get[struct{}](context.Background(), client, "/users/{id}",
		outbound.PathParam("id", "a/b"), outbound.Query("q", "x&y"))
	fmt.Println(base.Requests()[0].URL, err)
	// Output: https://users.example.com/users/a%2Fb?q=x%26y <nil>
}
