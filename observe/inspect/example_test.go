package inspect_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"example.com/outbound"
	"example.com/outbound/observe/inspect"
)

func Example() {
	inspector := inspect.New()
	client, err := outbound.New(
		outbound.Preset("catalog", outbound.Standard(), outbound.WithBaseURL("https://catalog.example.com")),
		outbound.WithObserver(inspector.Observer()),
	)
	if err != nil {
		panic(err)
	}
	inspector.Watch(client)

	admin := http.NewServeMux()
	admin.Handle("/outbound/", http.StripPrefix("/outbound", inspector))

	server := httptest.NewServer(admin)
	defer server.Close()
	resp, err := http.Get(server.URL + "/outbound/text")
	if err != nil {
		panic(err)
	}
	defer resp.Body.Close()
	fmt.Println(resp.Status)
	// Output: 200 OK
}
